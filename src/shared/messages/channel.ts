// Requests, answers and notifications of a contract over any two-way port: a child process, a webview, a pair in a test.
// It does not know what carries the messages, and it does not reconnect.

import { AppError, fromErrorShape, parseErrorShape, toErrorShape, type ErrorShape } from '../errors.ts';
import type { Contract, Handlers, Sender, Wire } from './contract.ts';
import { badParams, badWire, unknownMessage } from './errors.ts';

/** One end of a line. Several listeners may listen at the same port; what arrives is unknown until it is parsed. */
export interface Port {
  post(message: Wire): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** Sends requests. After `fail`, every pending and every later request is rejected with that error. */
export type Caller<C extends Contract<C>> = Sender<C> & { readonly fail: (error: AppError) => void };

/** For each message, unknown parameters → parameters; throws if they have another shape. */
export type Parsers<C extends Contract<C>> = { readonly [K in keyof C]: (params: unknown) => C[K]['params'] };

/** The asking end of a contract. Results are taken as the contract says: both ends are built together. */
export function createCaller<C extends Contract<C>>(port: Port): Caller<C> {
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  let nextId = 0;
  let failure: AppError | undefined;
  port.onMessage((message) => settle(pending, message));

  const request = (name: string, params: unknown): Promise<unknown> => {
    if (failure) return Promise.reject(failure);
    const id = nextId++;
    const answer = Promise.withResolvers<unknown>();
    pending.set(id, answer);
    try {
      port.post({ type: 'request', id, name, params });
    } catch (thrown) {
      pending.delete(id);
      answer.reject(fromErrorShape(toErrorShape(thrown)));
    }
    return answer.promise;
  };
  const fail = (error: AppError): void => {
    failure ??= error;
    for (const answer of pending.values()) answer.reject(failure);
    pending.clear();
  };
  return Object.assign(request as Sender<C>, { fail });
}

/** The answering end of a contract. Unknown names, wrong shapes and whatever a handler throws are answered with an error. */
export function serve<C extends Contract<C>>(port: Port, handlers: Handlers<C>, parsers: Parsers<C>): void {
  const answer = async (id: number, name: string, params: unknown): Promise<void> => {
    try {
      if (!Object.hasOwn(handlers, name)) throw unknownMessage(name);
      const key = name as keyof C & string;
      const parsed = parseParams(key, parsers[key], params);
      port.post({ type: 'result', id, result: await handlers[key](parsed) });
    } catch (thrown) {
      port.post({ type: 'error', id, error: toErrorShape(thrown) });
    }
  };
  port.onMessage((message) => {
    const wire = parseWire(message);
    if ('reason' in wire) {
      if (wire.id !== undefined) port.post({ type: 'error', id: wire.id, error: toErrorShape(badWire(wire.reason)) });
    } else if (wire.type === 'request') {
      // The answer itself fails only if the port is gone, and then nobody is left to be told.
      answer(wire.id, wire.name, wire.params).catch(() => undefined);
    }
  });
}

/** Sends notifications, a map `name → params`. */
export function createNotifier<N>(port: Port): <K extends keyof N & string>(name: K, params: N[K]) => void {
  return (name, params) => port.post({ type: 'notification', name, params });
}

/** Listens to notifications; names without a listener are passed over, so that a newer sender may say more. */
export function onNotifications<N>(
  port: Port,
  listeners: { readonly [K in keyof N & string]?: (params: N[K]) => void },
): void {
  port.onMessage((message) => {
    const wire = parseWire(message);
    if ('reason' in wire || wire.type !== 'notification' || !Object.hasOwn(listeners, wire.name)) return;
    listeners[wire.name as keyof N & string]?.(wire.params as N[keyof N & string]);
  });
}

function settle(pending: Map<number, PromiseWithResolvers<unknown>>, message: unknown): void {
  const wire = parseWire(message);
  if ('reason' in wire || (wire.type !== 'result' && wire.type !== 'error')) return;
  const answer = pending.get(wire.id);
  pending.delete(wire.id);
  if (wire.type === 'result') answer?.resolve(wire.result);
  else answer?.reject(fromErrorShape(wire.error));
}

function parseParams<P>(name: string, parse: (params: unknown) => P, params: unknown): P {
  try {
    return parse(params);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw badParams(name, thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** A message of the wire, or why it is not one, with the id to answer to if it claims to be a request. */
export function parseWire(message: unknown): Wire | { readonly reason: string; readonly id?: number } {
  if (typeof message !== 'object' || message === null) return { reason: 'it is not an object.' };
  const { type, id, name, params, result, error } = message as Partial<Record<string, unknown>>;
  const idIsNumber = typeof id === 'number' && Number.isSafeInteger(id);
  if (type === 'notification') {
    return typeof name === 'string' ? { type, name, params } : { reason: 'it has no name.' };
  }
  if (!idIsNumber) return { reason: 'it has no id.' };
  if (type === 'request')
    return typeof name === 'string' ? { type, id, name, params } : { reason: 'it has no name.', id };
  if (type === 'result') return { type, id, result };
  if (type === 'error') return { type, id, error: parseErrorShape(error) ?? unreadableError() };
  return { reason: 'its type is unknown.', id };
}

function unreadableError(): ErrorShape {
  return toErrorShape(badWire('an error arrived in an unknown shape.'));
}
