import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderPlan, type Subject } from '../../../src/cli/plan/page.ts';
import type { Plan } from '../../../src/shared/plan.ts';
import { assertGolden } from '../golden.ts';
import { blockedPlan, fittingPlan, inferencePlan, tooFullPlan, unplaceablePlan } from './plans.ts';

const subject: Subject = {
  name: 'bert-base-squad',
  model: 'Graphcore/bert-base-uncased: 12 layers × 768, as published',
  task: 'question-answering',
  sequenceLength: 384,
};

const plans: Readonly<Record<string, Plan>> = {
  fits: fittingPlan,
  'too-full': tooFullPlan,
  unplaceable: unplaceablePlan,
  blocked: blockedPlan,
  inference: inferencePlan,
};

describe('renderPlan', () => {
  for (const [name, plan] of Object.entries(plans)) {
    it(`shows a plan in a page of text: ${name}`, () => assertGolden(`plan-${name}.txt`, renderPlan(plan, subject)));

    it(`stays within its columns and says once that figures are modelled: ${name}`, () => {
      const page = renderPlan(plan, subject);
      for (const line of page.split('\n')) assert.ok(line.length <= 100, line);
      assert.equal(page.split('modelled').length, 2);
    });
  }

  it('puts the verdict before the figures', () => {
    const lines = renderPlan(tooFullPlan, subject).split('\n');
    assert.ok(lines.slice(0, 8).includes('DOES NOT FIT'), lines.slice(0, 8).join('\n'));
  });

  it('lets no text from a file move the cursor', () => {
    const page = renderPlan(fittingPlan, { ...subject, name: 'evil\u001b[2J\nname' });
    assert.ok(!page.includes('\u001b'));
    assert.match(page, /^evil.*name: question-answering/);
  });
});
