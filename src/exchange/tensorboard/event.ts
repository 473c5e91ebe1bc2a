// One record → the scalars and hyper-parameters in it, whichever of TensorFlow, TensorBoard and PyTorch wrote it, and however old.

import type protobuf from 'protobufjs';
import { dataTypes, eventType, hparamsType, sessionStatus } from './schema.ts';

/** What one event says. */
export interface TbEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** May be negative, or too large to be exact. */
  readonly step: number;
  readonly scalars: readonly { readonly tag: string; readonly value: number }[];
  readonly hparams?: Readonly<Record<string, number | string | boolean>>;
  /** How the session of hyper-parameters ended. */
  readonly end?: 'completed' | 'failed';
}

/** What protobufjs makes of numbers of 64 bits. */
type Int64 = number | { toNumber(): number };

interface TensorMessage {
  readonly dtype: number;
  readonly tensorContent: ArrayLike<number>;
  readonly floatVal: readonly number[];
  readonly doubleVal: readonly number[];
  readonly intVal: readonly number[];
  readonly int64Val: readonly Int64[];
  readonly halfVal: readonly number[];
}

interface ValueMessage {
  readonly tag: string;
  readonly simpleValue: number;
  readonly tensor: TensorMessage | null;
  readonly metadata: {
    readonly pluginData: { readonly pluginName: string; readonly content: Uint8Array } | null;
  } | null;
}

interface EventMessage {
  readonly wallTime: number;
  readonly step: Int64;
  readonly summary: { readonly value: readonly ValueMessage[] } | null;
}

interface HParamsMessage {
  readonly sessionStartInfo: { readonly hparams: Readonly<Record<string, HParamMessage>> } | null;
  readonly sessionEndInfo: { readonly status: number } | null;
}

interface HParamMessage {
  readonly kind?: 'numberValue' | 'stringValue' | 'boolValue';
  readonly numberValue: number;
  readonly stringValue: string;
  readonly boolValue: boolean;
}

/** Reads one record; undefined if the bytes are no such message, whatever they are. */
export function parseTbEvent(data: Uint8Array): TbEvent | undefined {
  try {
    const { wallTime, step, summary } = decode<EventMessage>(eventType, data);
    const values = summary?.value ?? [];
    const scalars = values.flatMap((value) => {
      const number = scalarOf(value);
      return number === undefined ? [] : [{ tag: value.tag, value: number }];
    });
    return { wallTime, step: numberOf(step), scalars, ...hparamsOf(values) };
  } catch {
    // Torn fields, or groups nested deeper than the decoder's stack.
    return undefined;
  }
}

function decode<T>(type: protobuf.Type, data: Uint8Array): T {
  return type.decode(data) as unknown as T;
}

function numberOf(value: Int64): number {
  return typeof value === 'number' ? value : value.toNumber();
}

/** Newer writers say a scalar as a tensor of one element, and name their plug-in with the first one only. */
function scalarOf(value: ValueMessage): number | undefined {
  const plugin = value.metadata?.pluginData?.pluginName ?? '';
  if (plugin !== '' && plugin !== 'scalars') return undefined;
  if (Object.hasOwn(value, 'simpleValue')) return value.simpleValue;
  return value.tensor ? elementOf(value.tensor) : undefined;
}

function elementOf(tensor: TensorMessage): number | undefined {
  const { dtype, tensorContent, floatVal, doubleVal, intVal, int64Val, halfVal } = tensor;
  const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);
  // protobufjs gives a plain empty list where there are no bytes.
  const bytes = Uint8Array.from(tensorContent.length <= 8 ? tensorContent : []);
  const view = new DataView(bytes.buffer);
  const held = (count: number): boolean => bytes.length === count;
  switch (dtype) {
    case dataTypes.float:
      return held(4) ? view.getFloat32(0, true) : only(floatVal);
    case dataTypes.double:
      return held(8) ? view.getFloat64(0, true) : only(doubleVal);
    case dataTypes.int32:
      return held(4) ? view.getInt32(0, true) : only(intVal);
    case dataTypes.int64: {
      const value = only(int64Val);
      return held(8) ? Number(view.getBigInt64(0, true)) : value === undefined ? undefined : numberOf(value);
    }
    case dataTypes.half:
      return map(held(2) ? view.getUint16(0, true) : only(halfVal), halfToNumber);
    case dataTypes.bfloat16:
      return map(held(2) ? view.getUint16(0, true) : only(halfVal), bfloat16ToNumber);
    default:
      return undefined;
  }
}

function map(bits: number | undefined, convert: (bits: number) => number): number | undefined {
  return bits === undefined ? undefined : convert(bits);
}

function halfToNumber(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

function bfloat16ToNumber(bits: number): number {
  return new Float32Array(Uint32Array.of((bits & 0xffff) << 16).buffer)[0]!;
}

function hparamsOf(values: readonly ValueMessage[]): Pick<TbEvent, 'hparams' | 'end'> {
  for (const { metadata } of values) {
    const { pluginName, content } = metadata?.pluginData ?? { pluginName: '', content: new Uint8Array() };
    if (pluginName !== 'hparams') continue;
    const { sessionStartInfo, sessionEndInfo } = decode<HParamsMessage>(hparamsType, content);
    const ends = { [sessionStatus.success]: 'completed', [sessionStatus.failure]: 'failed' } as const;
    const end = ends[sessionEndInfo?.status as keyof typeof ends];
    if (end !== undefined) return { end };
    if (sessionStartInfo) return { hparams: plainHparams(sessionStartInfo.hparams) };
  }
  return {};
}

function plainHparams(hparams: Readonly<Record<string, HParamMessage>>): NonNullable<TbEvent['hparams']> {
  return Object.fromEntries(
    Object.entries(hparams).flatMap(([name, value]) => (value.kind === undefined ? [] : [[name, value[value.kind]]])),
  );
}
