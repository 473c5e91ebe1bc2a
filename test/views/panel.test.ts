// The dashboard's panel without VS Code: what the page may load, and what it may ask for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dashboardParsers } from '../../src/views/panels/parsers/dashboard.ts';
import { renderPage, renderPolicy } from '../../src/views/panels/page-html.ts';

const parts = {
  page: 'dashboard',
  title: 'IPU Dashboard',
  scriptUri: 'https://host/dashboard.js?a="b"&c',
  styleUri: 'https://host/dashboard.css',
  cspSource: 'https://host',
  language: null,
  nonce: 'abc123',
};

test('the policy forbids everything but our own script and style', () => {
  const policy = renderPolicy(parts);
  const directives = new Map(policy.split('; ').map((one) => [one.split(' ')[0] ?? '', one.split(' ').slice(1)]));
  assert.deepEqual(directives.get('default-src'), [`'none'`]);
  assert.deepEqual(directives.get('script-src'), [`'nonce-abc123'`]);
  assert.deepEqual(directives.get('connect-src'), [`'none'`]);
  assert.doesNotMatch(policy, /unsafe|\*|http:/);
});

test('every script of the page carries the nonce, and addresses are escaped', () => {
  const html = renderPage(parts);
  const scripts = html.match(/<script[^>]*>/g);
  assert.deepEqual(scripts, ['<script nonce="abc123" src="https://host/dashboard.js?a=&quot;b&quot;&amp;c">']);
  assert.doesNotMatch(html, / on\w+=| style=/);
  assert.ok(html.includes('data-page="dashboard"'));
});

test('a page can name runs only by run ids', () => {
  const runId = '20260302-115700-quick-start-ab12';
  for (const name of ['runs/get', 'runs/stop', 'runs/open-output'] as const) {
    assert.deepEqual(dashboardParsers[name]({ runId, extra: 1 }), { runId });
    for (const bad of [{ runId: '../../etc/passwd' }, { runId: 7 }, {}, null, 'x']) {
      assert.throws(() => dashboardParsers[name](bad), TypeError);
    }
  }
});

test('a page cannot ask for more points than it may have, nor with anything but steps', () => {
  const parse = dashboardParsers['runs/series'];
  const request = { runId: '20260302-115700-quick-start-ab12', maxPoints: 4000 };
  assert.deepEqual(parse({ ...request, fromStep: 3, names: ['loss'] }), { ...request, fromStep: 3, names: ['loss'] });
  const bad = [
    { maxPoints: 1e9 },
    { maxPoints: 0 },
    { fromStep: -1 },
    { toStep: 1.5 },
    { names: 'loss' },
    { names: [1] },
  ];
  for (const one of bad) assert.throws(() => parse({ ...request, ...one }), TypeError, JSON.stringify(one));
});
