// Handlers for a page's contract of which a test cares about a few: every other message is refused by its name.

import type { Parsers } from '../../src/shared/messages/channel.ts';
import type { Contract, Handlers } from '../../src/shared/messages/contract.ts';

/** One handler for each message that the parsers know. */
export function answering<C extends Contract<C>>(parsers: Parsers<C>, answers: Partial<Handlers<C>>): Handlers<C> {
  const refuse = (name: string) => () => {
    throw new Error(`There is no answer to ${name} here.`);
  };
  const all = Object.keys(parsers).map((name) => [name, answers[name as keyof C] ?? refuse(name)]);
  return Object.fromEntries(all) as Handlers<C>;
}
