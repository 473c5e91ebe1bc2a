// package.json says what src/contributions says, and every id in it leads somewhere.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { packageFile, renderPackageJson } from '../../scripts/contributes.ts';
import { commands } from '../../src/contributions/commands.ts';
import { assembleContributions } from '../../src/contributions/contributes.ts';
import { contextKeys } from '../../src/contributions/context-keys.ts';
import { settings, type SettingContribution } from '../../src/contributions/settings.ts';
import { views } from '../../src/contributions/views.ts';
import { firstSample } from '../../src/contributions/walkthrough.ts';
import { samples } from '../../src/views/samples/samples.ts';

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
    const links = linksOf(contents);
    assert.ok(links.length > 0, contents);
    for (const link of links) assert.ok(known.has(link), link);
  }
});

test('no command is disabled in Restricted Mode: it says itself why it cannot', () => {
  for (const command of contributes.commands) assert.ok(!('enablement' in command), command.command);
  for (const { when } of contributes.menus.commandPalette) assert.doesNotMatch(when, /isWorkspaceTrusted/);
});

const leadsToProgram = /path|folder|file|program|arg|interpreter|executable|python|command|env/i;

test('settings that lead to a path, a program or its arguments are restricted', () => {
  const { restrictedConfigurations } = capabilities.untrustedWorkspaces;
  for (const setting of Object.values<SettingContribution>(settings)) {
    // A text that is not one of a few words can be a path.
    const isFreeText = setting.type === 'string' && setting.enum === undefined;
    if (isFreeText || leadsToProgram.test(setting.id)) assert.ok(setting.restricted, setting.id);
    assert.equal(restrictedConfigurations.includes(setting.id), setting.restricted, setting.id);
  }
  assert.ok(restrictedConfigurations.includes(settings.storePath.id));
});

test('each setting has a default that is one of its values', () => {
  for (const { id, type, default: value, enum: values } of Object.values<SettingContribution>(settings)) {
    assert.equal(Array.isArray(value) ? 'array' : typeof value, type, id);
    if (values) assert.ok(values.includes(String(value)), id);
  }
});

test('the walkthrough’s buttons lead to commands, its pictures are there, its steps end by what happens', async () => {
  const [walkthrough] = contributes.walkthroughs;
  assert.ok(walkthrough && walkthrough.steps.length >= 5);
  const keys = new Set<string>(Object.values(contextKeys));
  for (const { id, description, media, completionEvents } of walkthrough.steps) {
    for (const link of linksOf(description)) assert.ok(commandIds.has(link), `${id}: ${link}`);
    const picture = await readFile(new URL(`../../${media.svg}`, import.meta.url), 'utf8');
    assert.ok(picture.includes(`aria-label="${media.altText}"`), `${media.svg} says what it shows`);
    // Colours of the theme, so that it fits light, dark and high contrast.
    assert.doesNotMatch(picture, /#[0-9a-f]{3,8}\b|rgb\(/i);
    assert.equal(completionEvents.length, 1);
    for (const event of completionEvents) {
      assert.ok(event.startsWith('onContext:') && keys.has(event.slice('onContext:'.length)), event);
    }
  }
});

test('the first step asks for a sample that there is', () => {
  assert.ok(samples.some(({ id }) => id === firstSample));
});

function linksOf(text: string): string[] {
  return [...text.matchAll(/\(command:([^)?]+)/g)].map((match) => match[1] ?? '');
}
