// Which questions changed sides against the baseline: how many for each run, and the first hundred of one run in full.

import * as l10n from '@vscode/l10n';
import type { FlippedQuestion, FlippedQuestions } from '../../../src/shared/messages/compare.ts';
import { create, setText, show } from '../../common/dom.ts';
import type { CompareView, ComparedRun } from '../models/view.ts';
import type { Section, SectionParts } from '../section.ts';
import { createButton, createChoice } from '../views/controls.ts';
import { attempt } from './attempt.ts';

const runName = 'flips.run';

export function createFlips(parts: SectionParts): Section {
  const { ask, memory } = parts;
  let wanted = memory.recall(runName);
  let last: CompareView | null = null;
  /** The pair of runs that the list below is of. */
  let listed = '';
  const choice = createChoice(l10n.t('Run'), 'flips-run', (runId) => {
    wanted = runId;
    memory.keep(runName, runId);
    if (last) update(last);
  });
  const empty = create('p', { class: 'hint' });
  const list = create('div', { class: 'flips' });
  const update = (view: CompareView): void => {
    last = view;
    const runs = pairedRuns(view);
    const run = runs.find(({ runId }) => runId === wanted) ?? runs[0];
    show(choice.element, runs.length > 0);
    show(empty, runs.length === 0);
    show(list, run !== undefined);
    setText(empty, emptyText(view));
    if (!run || !view.baseline) return;
    choice.update(
      runs.map((each) => ({ id: each.runId, label: optionOf(each, view) })),
      run.runId,
    );
    const pair = `${run.runId} ${view.baseline.runId} ${countsOf(run, view).join()}`;
    if (pair === listed) return;
    listed = pair;
    fetchList(run, view.baseline, pair);
  };
  const fetchList = (run: ComparedRun, baseline: ComparedRun, pair: string): void => {
    list.replaceChildren(create('p', { class: 'hint' }, l10n.t('Reading predictions…')));
    attempt(parts, async () => {
      try {
        const flips = await ask('compare/flips', { runId: run.runId, baseline: baseline.runId });
        if (pair === listed) list.replaceChildren(...renderFlips(flips, run, baseline));
      } catch (thrown) {
        // Nothing is being read any more.
        if (pair === listed) list.replaceChildren();
        throw thrown;
      }
    });
  };
  const renderFlips = (flips: FlippedQuestions, run: ComparedRun, baseline: ComparedRun): HTMLElement[] => [
    side(
      l10n.t('{0} is right, {1} is wrong', run.letter, baseline.letter),
      flips.gained,
      flips.counts.gained,
      run,
      baseline,
    ),
    side(
      l10n.t('{0} is right, {1} is wrong', baseline.letter, run.letter),
      flips.lost,
      flips.counts.lost,
      run,
      baseline,
    ),
  ];
  const side = (
    title: string,
    questions: readonly FlippedQuestion[],
    count: number,
    run: ComparedRun,
    baseline: ComparedRun,
  ): HTMLElement => {
    const open = (questionId: string): void => {
      const question = { questionId, otherRunId: baseline.runId };
      attempt(parts, () => ask('compare/open-run', { runId: run.runId, question }));
    };
    const more = count > questions.length ? [l10n.t('The first {0} of {1} are listed.', questions.length, count)] : [];
    const items = questions.map((question) => renderQuestion(question, run, baseline, open));
    return create(
      'details',
      { class: 'flip-side', open: questions.length <= 20 },
      create('summary', {}, `${title}: ${count}`),
      ...more.map((words) => create('p', { class: 'hint' }, words)),
      create('ul', {}, ...items),
    );
  };
  return {
    id: 'flips',
    title: l10n.t('Predictions that flipped'),
    element: create('div', {}, create('div', { class: 'controls' }, choice.element), empty, list),
    update,
    summary(view) {
      const runs = pairedRuns(view);
      if (runs.length === 0) return '';
      if (runs.length > 1) return l10n.t('{0} runs against {1}', runs.length, view.baseline!.letter);
      const [gained, lost] = countsOf(runs[0]!, view);
      return l10n.t('{0} now right, {1} now wrong', gained, lost);
    },
  };
}

function renderQuestion(
  { id, question, answers, baseline: before, run: after }: FlippedQuestion,
  run: ComparedRun,
  baseline: ComparedRun,
  open: (questionId: string) => void,
): HTMLElement {
  const answer = (term: string, words: string): HTMLElement[] => [create('dt', {}, term), create('dd', {}, words)];
  const button = createButton(l10n.t('Open'), 'open-flip', () => open(id));
  button.setAttribute('aria-label', l10n.t('Open the results of {0}, question {1}', run.letter, question));
  return create(
    'li',
    { 'data-question': id },
    create('div', { class: 'flip-question' }, create('span', {}, question), button),
    create(
      'dl',
      {},
      ...answer(l10n.t('gold'), answers.length === 0 ? l10n.t('(no answer)') : answers.join(' | ')),
      ...answer(baseline.letter, answerText(before)),
      ...answer(run.letter, answerText(after)),
    ),
  );
}

function answerText(answer: string | null): string {
  if (answer === null) return l10n.t('(no prediction)');
  return answer === '' ? l10n.t('(no answer)') : answer;
}

function pairedRuns({ runs, scores }: CompareView): ComparedRun[] {
  return runs.filter(({ runId }) => scores.get(runId)?.paired);
}

function countsOf({ runId }: ComparedRun, { scores }: CompareView): [gained: number, lost: number] {
  const paired = scores.get(runId)?.paired;
  return [paired?.gained ?? 0, paired?.lost ?? 0];
}

function optionOf(run: ComparedRun, view: CompareView): string {
  const [gained, lost] = countsOf(run, view);
  return l10n.t('{0} {1}: {2} now right, {3} now wrong', run.letter, run.name, gained, lost);
}

function emptyText({ all, scores }: CompareView): string {
  if (all.some(({ runId }) => !scores.has(runId))) return l10n.t('Reading predictions…');
  return l10n.t('No run can be compared with the baseline question by question; why stands below the metrics.');
}
