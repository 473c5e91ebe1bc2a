// A contract is a map `name → { params, result }`. Handlers and senders are derived from it, so that a message cannot be
// sent that nobody handles, nor handled with other types than it was sent with.

import type { ErrorShape } from '../errors.ts';

export type Contract<C> = { readonly [K in keyof C]: { readonly params: unknown; readonly result: unknown } };

/** One function for each message. */
export type Handlers<C extends Contract<C>> = {
  readonly [K in keyof C]: (params: C[K]['params']) => C[K]['result'] | Promise<C[K]['result']>;
};

/** Sends one message and gives its answer, or rejects with an AppError. */
export type Sender<C extends Contract<C>> = <K extends keyof C & string>(
  name: K,
  params: C[K]['params'],
) => Promise<C[K]['result']>;

/** On the wire: a request, its answer by the same id, or a notification, which has none. */
export type Wire =
  | { readonly type: 'request'; readonly id: number; readonly name: string; readonly params: unknown }
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: ErrorShape }
  | { readonly type: 'notification'; readonly name: string; readonly params: unknown };
