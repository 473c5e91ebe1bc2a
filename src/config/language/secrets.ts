// Secrets that slipped into an experiment file, in any text or comment of it: tokens, keys, passwords in addresses. Only forms that
// cannot well be anything else; what is found is never repeated.

import type { TextRange } from '../../shared/language.ts';

/** A secret: what it is, and where it belongs instead. */
export interface Secret extends TextRange {
  readonly message: string;
  readonly hint: string;
}

interface Form {
  /** Such as “an access token of Hugging Face”. */
  readonly what: string;
  /** Texts of which one must be there before the pattern is tried. */
  readonly marks: readonly string[];
  /** Its group `secret`, or all of it, is the secret. Each part is bounded, so that no text takes long. */
  readonly pattern: RegExp;
  readonly instead: string;
}

const huggingFace =
  'Remove it and run `huggingface-cli login` once on this machine, or set the environment variable HF_TOKEN.';
const environment = (name: string): string => `Remove it and set the environment variable ${name} instead.`;

const forms: readonly Form[] = [
  {
    what: 'an access token of Hugging Face',
    marks: ['hf_', 'api_org_'],
    pattern: /(?<![A-Za-z0-9_])(?:hf_|api_org_)[A-Za-z0-9]{30,100}(?![A-Za-z0-9])/g,
    instead: huggingFace,
  },
  {
    what: 'an access key of AWS',
    marks: ['AKIA', 'ASIA'],
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])/g,
    instead: 'Remove it and keep it in ~/.aws/credentials, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  },
  {
    what: 'a secret key of AWS',
    marks: ['aws', 'AWS', 'Aws'],
    pattern: /aws_?(?:secret_?)?(?:access_?)?key["'\s:=]{1,8}(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
    instead: 'Remove it and keep it in ~/.aws/credentials, or set AWS_SECRET_ACCESS_KEY.',
  },
  {
    what: 'an access token of GitHub',
    marks: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /(?<![A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{60,251})(?![A-Za-z0-9_])/g,
    instead: environment('GITHUB_TOKEN'),
  },
  {
    what: 'an access token of GitLab',
    marks: ['glpat-'],
    pattern: /(?<![A-Za-z0-9_-])glpat-[A-Za-z0-9_-]{20,100}(?![A-Za-z0-9_-])/g,
    instead: environment('GITLAB_TOKEN'),
  },
  {
    what: 'a key of Anthropic',
    marks: ['sk-ant-'],
    pattern: /(?<![A-Za-z0-9_-])sk-ant-[A-Za-z0-9_-]{20,250}(?![A-Za-z0-9_-])/g,
    instead: environment('ANTHROPIC_API_KEY'),
  },
  {
    what: 'a key of OpenAI',
    marks: ['sk-'],
    pattern: /(?<![A-Za-z0-9_-])sk-(?!ant-)(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{40,250}(?![A-Za-z0-9_-])/g,
    instead: environment('OPENAI_API_KEY'),
  },
  {
    what: 'a key of Weights & Biases',
    marks: ['wandb', 'WANDB'],
    pattern: /wandb[a-z_]{0,20}["'\s:=]{1,8}(?<secret>[0-9a-f]{40})(?![0-9a-f])/gi,
    instead: 'Remove it and run `wandb login` once on this machine, or set the environment variable WANDB_API_KEY.',
  },
  {
    what: 'a token of Slack',
    marks: ['xox'],
    pattern: /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{20,250}(?![A-Za-z0-9-])/g,
    instead: environment('SLACK_TOKEN'),
  },
  {
    what: 'a key of Google',
    marks: ['AIza'],
    pattern: /(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g,
    instead: environment('GOOGLE_API_KEY'),
  },
  {
    what: 'a private key',
    marks: ['PRIVATE KEY-----'],
    pattern:
      /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:[^-"]{0,20000}-----END [A-Z ]{0,30}PRIVATE KEY-----|[^-"\r\n]{0,20000})/g,
    instead: 'Remove it and keep it in a file that only you can read, such as one in ~/.ssh.',
  },
  {
    what: 'an address with a password in it',
    marks: ['://'],
    pattern: /(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9+.-]{0,20}:\/\/[^\s/:@"]{0,100}:(?<secret>[^\s/@"]{3,200})@/g,
    instead: 'Remove it from the address and keep it in ~/.netrc, or in an environment variable.',
  },
  {
    what: 'a password or token',
    marks: ['token', 'passw', 'secret', 'key', 'TOKEN', 'PASSW', 'SECRET', 'KEY'],
    pattern:
      /"(?:[A-Za-z0-9_-]{0,40}[_-])?(?:auth_?token|hub_?token|access_?token|api_?token|token|password|passwd|secret|api_?key|secret_?key)"\s{0,10}:\s{0,10}"(?<secret>[^"\s\\]{12,500})"/gi,
    instead: 'Remove it and set it in an environment variable of the program that needs it.',
  },
];

/** More than anybody looks at one by one. */
const mostSecrets = 100;

/** The secrets in a text, in its order, at most a hundred; none overlaps another. */
export function findSecrets(text: string): Secret[] {
  const found: Secret[] = [];
  for (const form of forms) {
    if (!form.marks.some((mark) => text.includes(mark))) continue;
    for (const match of text.matchAll(form.pattern)) {
      const secret = match.groups?.['secret'] ?? match[0];
      if (found.length === mostSecrets) break;
      if (isPlaceholder(secret)) continue;
      const offset = match.index + match[0].lastIndexOf(secret);
      const overlaps = found.some(
        (other) => offset < other.offset + other.length && other.offset < offset + secret.length,
      );
      if (!overlaps) found.push({ offset, length: secret.length, ...wordsOf(form) });
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

function wordsOf({ what, instead }: Form): Pick<Secret, 'message' | 'hint'> {
  return {
    message: `This looks like ${what}: whoever gets this file, a copy of it in a run folder or the repository it is in, gets that too.`,
    hint: `${instead} If the file has left this machine, have it revoked where it was issued.`,
  };
}

/** A stand-in such as `hf_xxxxxxxx`, `$TOKEN`, `<password>`, or the example key of AWS's manuals; or a path or a word with a meaning. */
function isPlaceholder(secret: string): boolean {
  if (/^[$<{%[(*]|example|placeholder|changeme|your[_-]|x{6}|\*{3}|\.{3}|…/i.test(secret)) return true;
  return /^(?:user|pass|passw(?:or)?d|secret|token|none|null|true|false)$/i.test(secret) || new Set(secret).size < 3;
}
