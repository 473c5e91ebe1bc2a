// package.json says what src/contributions says, and every id in it leads somewhere.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { packageFile, renderPackageJson } from '../../scripts/contributes.ts';
import { commands } from '../../src/contributions/commands.ts';
import { assembleContributions } from '../../src/contributions/contributes.ts';
import { settings } from '../../src/contributions/settings.ts';
import { views } from '../../src/contributions/views.ts';

const { contributes, capabilities } = assembleContributions();
const commandIds = new Set<string>(Object.values(commands).map((command) => command.id));

test('package.json is up to date', async () => {
  const text = await readFile(packageFile, 'utf8');
  assert.equal(text, renderPackageJson(text), 'run `node scripts/contributes.ts`');
});

test('every menu entry names a contributed command', () => {
  const entries = Object.values(contributes.menus).flat();
  assert.ok(entries.length > 10);
  for (const entry of entries) assert.ok(commandIds.has(entry.command), entry.command);
});

test('welcome texts belong to a contributed view and their buttons to commands of ours or VS Code’s', () => {
  const known = new Set([...commandIds, 'vscode.openFolder', 'workbench.trust.manage']);
  for (const { view, contents } of contributes.viewsWelcome) {
    assert.equal(view, views.runs.id);
    const links = [...contents.matchAll(/\(command:([^)]+)\)/g)].map((match) => match[1] ?? '');
    assert.ok(links.length > 0, contents);
    for (const link of links) assert.ok(known.has(link), link);
  }
});

test('commands that start or end processes are disabled in Restricted Mode', () => {
  for (const name of ['launch', 'stop'] as const) assert.equal(commands[name].enablement, 'isWorkspaceTrusted');
});

test('settings that hold paths are restricted', () => {
  for (const setting of Object.values(settings)) {
    if (!/path|folder|program/i.test(setting.id)) continue;
    assert.ok(capabilities.untrustedWorkspaces.restrictedConfigurations.includes(setting.id), setting.id);
  }
});
