// Secrets are found in any text or comment, are never repeated, and nothing else is taken for one.

import assert from 'node:assert/strict';
import { readFileSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findSecrets } from '../../../src/config/language/secrets.ts';
import { secrets } from './together-cases.ts';

test('a message says where a secret belongs and never what it is', () => {
  for (const { text: marked } of secrets) {
    const secret = /«([^»]+)»/.exec(marked)![1]!;
    const [found, ...others] = findSecrets(marked.replaceAll(/[«»]/g, ''));
    assert.deepEqual(others, [], marked);
    assert.ok(found, marked);
    assert.ok(!`${found.message}${found.hint}`.includes(secret.slice(0, 8)), marked);
    assert.match(found.hint, /environment variable|login|~\/|set AWS/i, marked);
  }
});

test('what stands for a secret, or only looks like one, is left alone', () => {
  const harmless = [
    'hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'hf_hub_download',
    'Graphcore/bert-base-uncased',
    'AKIAIOSFODNN7EXAMPLE',
    '0123456789abcdef0123456789abcdef01234567',
    'sk-learn-style-names-are-fine',
    '"hub_token": "$HF_TOKEN"',
    '"hub_token": "<your token goes here>"',
    '"use_auth_token": true',
    '"pad_token": "[PAD]", "mask_token": "[MASK]"',
    '"token": ""',
    '"tokenizer_name": "bert-base-uncased-long-name"',
    '"max_new_tokens": "one hundred twenty-eight"',
    'https://huggingface.co/Graphcore/bert-base-ipu',
    'https://host:8080/path@v1',
    'https://user@host/repo.git',
    'https://me:$PASSWORD@host/repo.git',
    's3://bucket/key:part@2',
    'a key: the public one, -----BEGIN PUBLIC KEY-----',
  ];
  for (const text of harmless) assert.deepEqual(findSecrets(`{ "description": "${text}" } // ${text}`), [], text);
});

test('samples and the reference page hold no secrets', () => {
  const root = join(import.meta.dirname, '../../..');
  const files = globSync('{samples/**/*.json,docs/*.md,README.md}', { cwd: root });
  assert.ok(files.length > 5);
  for (const file of files) assert.deepEqual(findSecrets(readFileSync(join(root, file), 'utf8')), [], file);
});
