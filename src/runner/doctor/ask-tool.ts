// Looks for a tool on the PATH and asks it one question.

import { askProgram } from './ask-program.ts';
import type { Surroundings } from './check.ts';
import { findProgram } from './find-program.ts';

/** What became of it; `text` is what the tool printed. */
export type ToolAnswer =
  | { readonly kind: 'absent' }
  /** It is there and was not asked, as the workspace is not trusted. */
  | { readonly kind: 'unasked'; readonly path: string }
  /** It is there and does not work. */
  | { readonly kind: 'broken'; readonly path: string; readonly reason: string }
  | { readonly kind: 'answered'; readonly path: string; readonly text: string };

/** Asks the tool with these arguments. */
export async function askTool(name: string, args: readonly string[], from: Surroundings): Promise<ToolAnswer> {
  const found = await findProgram(name, from.env);
  if (found === null) return { kind: 'absent' };
  const { path } = found;
  if (!found.executable) return { kind: 'broken', path, reason: 'may not be executed' };
  if (!from.trusted) return { kind: 'unasked', path };
  const { env, signal, toolTimeoutMs: timeoutMs } = from;
  const answer = await askProgram({ program: path, args, env, signal, timeoutMs });
  if ('failure' in answer) return { kind: 'broken', path, reason: answer.failure };
  return { kind: 'answered', path, text: answer.text };
}

/** One sentence about a tool; `version` finds in its answer what is worth saying, by default its first line. */
export function describeTool(name: string, answer: ToolAnswer, version = firstLine): string {
  switch (answer.kind) {
    case 'absent':
      return `${name} is not on the PATH.`;
    case 'unasked':
      return `${name}: ${answer.path}, not asked for its version because the workspace is not trusted.`;
    case 'broken':
      return `${answer.path} ${answer.reason}.`;
    case 'answered':
      return `${version(answer.text) || 'no version'} (${answer.path}).`;
  }
}

/** The first line of a text that says something, not too long. */
export function firstLine(text: string): string {
  const [line = ''] = text.split('\n').filter((each) => each.trim() !== '');
  return line.trim().slice(0, 120);
}
