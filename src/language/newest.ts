// Of one kind of question about a file only the newest counts: while one is being answered, one waits, and a newer one takes
// its place. So a slow answer delays the next by itself, never by a queue.

interface Waiting<P, R> {
  readonly params: P;
  readonly answer: PromiseWithResolvers<R | undefined>;
}

/** `ask` with that rule; gives undefined where a newer question about the same file came before this one was asked. */
export function keepNewest<P extends { readonly file: string }, R>(
  ask: (params: P) => Promise<R>,
): (params: P) => Promise<R | undefined> {
  /** Files that are being asked about, with the question that waits. */
  const busy = new Map<string, Waiting<P, R> | undefined>();

  const run = async (params: P): Promise<R> => {
    busy.set(params.file, undefined);
    try {
      return await ask(params);
    } finally {
      const next = busy.get(params.file);
      if (next) run(next.params).then(next.answer.resolve, next.answer.reject);
      else busy.delete(params.file);
    }
  };
  return (params) => {
    if (!busy.has(params.file)) return run(params);
    busy.get(params.file)?.answer.resolve(undefined);
    const answer = Promise.withResolvers<R | undefined>();
    busy.set(params.file, { params, answer });
    return answer.promise;
  };
}
