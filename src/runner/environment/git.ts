// The state of the git repository that a run was launched from. No repository, no git or a slow one is no failure: the run goes on without.

import { dirname } from 'node:path';

/** The longest diff that is kept, in characters. */
const maxDiffLength = 200_000;
const timeoutMs = 10_000;

/** Commit, branch and uncommitted changes of a repository. */
export interface GitState {
  /** Null in a repository without a commit. */
  readonly commit: string | null;
  /** Null when no branch is checked out. */
  readonly branch: string | null;
  readonly dirty: boolean;
  /** Uncommitted changes of tracked files, cut off if `diffTruncated`. */
  readonly diff: string;
  readonly diffTruncated: boolean;
}

/** The git state of a folder, or null if it is in no repository or git cannot tell. */
export async function readGitState(folder: string): Promise<GitState | null> {
  if ((await git(folder, ['rev-parse', '--is-inside-work-tree']))?.text.trim() !== 'true') return null;
  const [commit, branch, diff] = await Promise.all([
    git(folder, ['rev-parse', '--verify', '--quiet', 'HEAD']),
    git(folder, ['symbolic-ref', '--short', '--quiet', 'HEAD']),
    git(folder, ['diff', '--no-color', '--no-ext-diff', '--no-textconv', 'HEAD']),
  ]);
  return {
    commit: commit?.text.trim() ?? null,
    branch: branch?.text.trim() ?? null,
    dirty: (diff?.text ?? '') !== '',
    diff: diff?.text ?? '',
    diffTruncated: diff?.truncated ?? false,
  };
}

async function git(folder: string, args: readonly string[]): Promise<{ text: string; truncated: boolean } | null> {
  // Loaded when it is needed: an editor that starts no process does without.
  const { execa } = await import('execa');
  // Repository settings that would run programs are switched off; git is not to ask, to lock or to be found in the folder itself.
  const safe = ['-C', folder, '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
  const result = await execa('git', [...safe, ...args], {
    cwd: dirname(process.execPath),
    env: { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_PAGER: '' },
    stdin: 'ignore',
    stderr: 'ignore',
    reject: false,
    stripFinalNewline: false,
    timeout: timeoutMs,
    maxBuffer: maxDiffLength,
  });
  if (result.failed && !result.isMaxBuffer) return null;
  return { text: result.stdout.slice(0, maxDiffLength), truncated: result.isMaxBuffer };
}
