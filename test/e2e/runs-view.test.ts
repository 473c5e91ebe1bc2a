// What a user says of recorded runs and does with them in the runs view of the real VS Code, and that it lies in their folders.
import assert from 'node:assert/strict';
import { access, copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { runFiles, runsFolder } from '../../src/shared/run-folder.ts';
import { keepFailure, openEditor, writeBriefExperiment, type Editor } from './editor.ts';
import { until } from './run-state.ts';
import { openRunsView, readAnnotations, recordRun, type RunsView } from './runs-view.ts';

const withinMs = 60_000;
const card = join(import.meta.dirname, '..', 'fixtures', 'cards', 'bert-base-uncased-squad.md');
/** Text that VS Code would make something else of: a link that quits, a picture, an icon. */
const hostile = '[x](command:workbench.action.quit) <img src=x> $(flame)';
const runIds = {
  first: '20260302-100000-first-ab12',
  second: '20260302-110000-second-cd34',
  third: '20260302-120000-third-ef56',
  hostile: '20260302-130000-hostile-0a0b',
} as const;

async function prepare(workspace: string): Promise<void> {
  await recordRun(workspace, runIds.first, 'first', 1);
  await recordRun(workspace, runIds.second, 'second', 2);
  await recordRun(workspace, runIds.third, 'third', 3);
  await recordRun(workspace, runIds.hostile, hostile, 4);
  const said = JSON.stringify({ notes: `${hostile}\n\n# Heading`, tags: [hostile] });
  await writeFile(join(workspace, runsFolder, runIds.hostile, runFiles.annotations), said);
  await copyFile(card, join(workspace, 'card.md'));
  await writeBriefExperiment(workspace);
}

describe('runs in their view', { timeout: 10 * 60_000 }, () => {
  let editor: Editor;
  let runs: RunsView;
  const folderOf = (runId: string): string => join(editor.workspace, runsFolder, runId);
  const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false); // prettier-ignore
  const said = (runId: string): Promise<Readonly<Record<string, unknown>>> => readAnnotations(editor.workspace, runId);
  /** Answers the box that is asking. */
  const answer = async (text: string): Promise<void> => {
    const { page } = editor.workbench;
    await page.locator('.quick-input-widget input[type=text]').fill(text);
    await page.keyboard.press('Enter');
  };
  before(async () => {
    editor = await openEditor({ prepare });
    runs = await openRunsView(editor.workbench);
    await runs.row('second').waitFor();
  });
  afterEach((context) => keepFailure(editor, context));
  after(() => editor.close());

  test('whatever a run is called and noted with is shown as text', async () => {
    const hover = await runs.hover(hostile);
    const text = (await hover.innerText()).replaceAll(/\s+/g, ' ');
    assert.equal(text.split(hostile).length - 1, 3, `name, tag and notes as they are: ${text}`);
    assert.match(text, /# Heading/);
    assert.equal(await hover.locator('a, img, h1, .codicon').count(), 0);
    assert.equal(await runs.row(hostile).locator('img, .codicon-flame').count(), 0);
    await editor.workbench.screenshot('runs-view-tooltip-dark');
  });

  test('a star brings a run to the top and a name replaces that of its experiment', async () => {
    await runs.choose('first', 'Star Run');
    await runs.row('★').waitFor();
    assert.match((await runs.rows())[0] ?? '', /first/);
    await runs.choose('first', 'Rename Run…');
    await answer('my baseline');
    await runs.row('my baseline').waitFor();
    assert.deepEqual(await said(runIds.first), { starred: true, name: 'my baseline' });
    const entries = await runs.entries('my baseline');
    for (const entry of ['Unstar Run', 'Run Again', 'Archive Run', 'Reveal Run Folder']) assert.ok(entries.includes(entry)); // prettier-ignore
    for (const entry of ['Star Run', 'Stop Run', 'Unarchive Run']) assert.ok(!entries.includes(entry));
  });

  test('typed texts become tags, a text that finds one does not', async () => {
    const { page } = editor.workbench;
    const input = page.locator('.quick-input-widget input[type=text]');
    await runs.choose('second', 'Edit Tags…');
    await input.fill('lr, slow');
    await page.locator('.quick-input-title', { hasText: 'Enter adds lr, slow' }).waitFor();
    await page.keyboard.press('Enter');
    await runs.row('#lr #slow').waitFor();
    await runs.choose('third', 'Edit Tags…');
    await input.fill('slo');
    await page.locator('.quick-input-title', { hasText: 'Enter adds slo' }).waitFor();
    await editor.workbench.pick('slow');
    await page.locator('.quick-input-count', { hasText: '1 Selected' }).waitFor();
    await page.keyboard.press('Enter');
    await runs.row('third').filter({ hasText: '#slow' }).waitFor();
    assert.deepEqual(await said(runIds.second), { tags: ['lr', 'slow'] });
    assert.deepEqual(await said(runIds.third), { tags: ['slow'] });
  });

  test('notes are a document that is saved', async () => {
    const { page } = editor.workbench;
    await runs.choose('second', 'Edit Notes…');
    const group = page.locator('.editor-group-container.active');
    await group.locator('.tab.active', { hasText: 'second.notes' }).waitFor();
    await group.locator('.monaco-editor.focused').waitFor();
    await page.keyboard.type('Too high a rate.');
    await page.keyboard.press('Control+S');
    await until('the notes on disk', withinMs, async () =>
      (await said(runIds.second))['notes'] === 'Too high a rate.' ? true : undefined,
    );
    await group.locator('.tab.active:not(.dirty)').waitFor();
  });

  test('a wrong filter is explained while it is typed, a right one leaves others out', async () => {
    const { page, command } = editor.workbench;
    const input = page.locator('.quick-input-widget input[type=text]');
    await command('IPU: Filter Runs…');
    await input.fill('eval_f1 >> 3');
    await page.locator('.quick-input-message', { hasText: '“>” is not a number. Write a number' }).waitFor();
    await page.keyboard.press('Enter');
    assert.ok(await input.isVisible());
    await input.fill('tag:lr');
    await page.locator('.quick-input-message', { hasText: 'must all hold' }).waitFor();
    await page.keyboard.press('Enter');
    await runs.row('my baseline').waitFor({ state: 'hidden' });
    await runs.message.filter({ hasText: 'Filter: tag:lr' }).waitFor();
    assert.equal((await runs.rows()).length, 1);
    await command('IPU: Clear Filter of Runs');
    await runs.row('my baseline').waitFor();
  });

  test('what is archived is shown only when asked for', async () => {
    const { command } = editor.workbench;
    await runs.choose('second', 'Archive Run');
    await runs.row('second').waitFor({ state: 'hidden' });
    assert.equal((await said(runIds.second))['archived'], true);
    await command('IPU: Show Archived Runs');
    await runs.row('second').waitFor();
    await editor.workbench.screenshot('runs-view-dark');
  });

  test('two selected runs are compared', async () => {
    const { page } = editor.workbench;
    await runs.row('my baseline').click();
    await runs.row('third').click({ modifiers: ['Control'] });
    await runs.choose('third', 'Compare Runs');
    await page.locator('.tab.active', { hasText: 'Compare Runs' }).waitFor();
  });

  test('a run is deleted after two questions where there is no trash, with its folder and from the view', async () => {
    const { page } = editor.workbench;
    const dialog = page.locator('.monaco-dialog-box');
    await runs.row('second').click();
    await runs.choose('second', 'Delete Run…');
    await dialog.filter({ hasText: 'Delete the run second?' }).waitFor();
    assert.match(await dialog.innerText(), new RegExp(`${runIds.second}[^]*Its folder goes to the trash`));
    await dialog.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    assert.ok(await exists(folderOf(runIds.second)));
    await runs.choose('second', 'Delete Run…');
    await dialog.locator('.monaco-button', { hasText: 'Move to Trash' }).click();
    await dialog.filter({ hasText: 'There is no trash here. Its folder is deleted for good' }).waitFor();
    await dialog.locator('.monaco-button', { hasText: 'Delete Permanently' }).click();
    await runs.row('second').waitFor({ state: 'hidden' });
    assert.ok(!(await exists(folderOf(runIds.second))));
  });

  test('a run is exported as a report, and a model card imported as a run', async () => {
    const { command, page, notifications } = editor.workbench;
    await runs.row('third').click();
    await runs.choose('third', 'Export Run…');
    await editor.workbench.pick('HTML Report');
    const ok = page.locator('.quick-input-widget .monaco-button', { hasText: 'OK' }).filter({ visible: true });
    await ok.click();
    await notifications.filter({ hasText: `Wrote ${runIds.third}.html.` }).waitFor();
    const report = await readFile(join(editor.workspace, `${runIds.third}.html`), 'utf8');
    assert.match(report, /<h1[^>]*>[^<]*third/);
    await command('IPU: Import Run…');
    await editor.workbench.pick('File…');
    await editor.workbench.pick('card.md');
    await runs.row('Graphcore/bert-base-uncased-squad').filter({ hasText: 'EM 81.8 · F1 88.8' }).waitFor();
    const imported = (await readdir(join(editor.workspace, runsFolder))).filter((runId) => !Object.values<string>(runIds).includes(runId)); // prettier-ignore
    assert.equal(imported.length, 1);
    assert.ok(await exists(join(folderOf(imported[0]!), runFiles.imported)));
  });

  test('what is done to the folders by hand is seen; what cannot be read is told once', async () => {
    const { notifications, command } = editor.workbench;
    await command('Notifications: Clear All Notifications');
    await writeFile(join(folderOf(runIds.third), runFiles.annotations), JSON.stringify({ tags: ['by-hand'] }));
    await runs.row('#by-hand').waitFor();
    await writeFile(join(folderOf(runIds.third), runFiles.annotations), '{"tags": ');
    const told = notifications.filter({ hasText: 'annotations.json cannot be understood' });
    await told.waitFor();
    await rm(folderOf(runIds.first), { recursive: true });
    await runs.row('my baseline').waitFor({ state: 'hidden' });
    assert.equal(await told.count(), 1);
    assert.match((await runs.rows()).join('\n'), /third.*#by-hand/);
  });

  test('a wrong alert is told with its place; a right one once for a run, until it is switched off', async () => {
    const { workbench, workspace } = editor;
    const { notifications, command } = workbench;
    await command('Notifications: Clear All Notifications');
    const alerts = [{ name: 'broken', when: 'loss >> 3' }, { name: 'under way', when: 'step > 1' }]; // prettier-ignore
    await writeFile(join(workspace, '.vscode', 'settings.json'), JSON.stringify({ 'ipuWorkbench.alerts': alerts }));
    const wrong = notifications.filter({
      hasText: 'The alert “broken” is not watched for. At character 7 of loss >> 3',
    });
    await wrong.waitFor();
    await workbench.openFile('brief.ipu.json', 1, 1);
    await command('IPU: Launch Training Run');
    await notifications.filter({ hasText: 'brief completed' }).waitFor();
    // Here they all are, also those whose time on the screen is over.
    await command('Notifications: Show Notifications');
    const met = workbench.page.locator('.notifications-center .notification-list-item', { hasText: 'brief meets the alert “under way: step > 1”' }); // prettier-ignore
    await met.first().waitFor();
    assert.equal(await met.count(), 1);
    await met.locator('.monaco-button', { hasText: 'Don’t Show Again' }).click();
    const file = join(dirname(workspace), 'vs', 'user-data', 'User', 'settings.json');
    // VS Code writes the file in steps, so that it is no JSON for a moment.
    const isOff = /"ipuWorkbench\.notifications": \{\s*"alerts": false\s*\}/;
    await until('the kind is switched off', withinMs, async () =>
      isOff.test(await readFile(file, 'utf8')) ? true : undefined,
    );
    assert.deepEqual(editor.pageErrors, []);
  });
});
