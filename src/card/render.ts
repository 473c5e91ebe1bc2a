// The facts of a run → its model card, in the form of those that optimum-graphcore's trainer writes. Texts of users and machines
// are escaped, so that none of them can end its line, its block or the front matter. Pure.

import { pythonFloat, pythonInt, renderPythonJson, type PythonJson } from '../engine/eval/python-json.ts';
import { stringifyWithNumbers } from '../shared/json-number.ts';
import type { CardData, CardEntry, CardFacts } from './facts.ts';
import { renderFrontMatter } from './front-matter.ts';
import { escapeParagraph, escapeText, escapeWithout, renderBlock } from './markdown.ts';
import { isHubId, renderLink, renderName } from './names.ts';
import { headings, phrases } from './wording.ts';

/** The text of README.md. */
export function renderModelCard(facts: CardFacts): string {
  const sections = [
    `# ${escapeText(facts.title)}`,
    ...section('##', headings.description, facts.description.map(escapeParagraph)),
    ...section('##', headings.use, [renderUse(facts)]),
    ...section('##', headings.data, renderData(facts.data)),
    `## ${headings.procedure}`,
    ...renderProcedure(facts),
    ...section('###', headings.hyperparameters, renderHyperparameters(facts.hyperparameters)),
    ...section('###', headings.ipuConfig, renderIpu(facts)),
    ...section('###', headings.results, facts.results ? [renderBlock(renderResults(facts.results))] : []),
    ...section('###', headings.versions, facts.versions.length > 0 ? [list(facts.versions.map(renderVersion))] : []),
  ];
  return [renderFrontMatter(facts.metadata), sections.join('\n\n'), '\n'].filter((part) => part !== '').join('\n').replace(/\n+$/, '\n'); // prettier-ignore
}

/** A heading and its parts; nothing where there are none. */
function section(level: string, heading: string, parts: readonly string[]): readonly string[] {
  return parts.length === 0 ? [] : [`${level} ${heading}`, ...parts];
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function renderUse({ baseModel, trainedOnData }: CardFacts): string {
  const data = trainedOnData === null ? '' : ` on the ${renderName(trainedOnData)} dataset`;
  if (baseModel === null) return `${phrases.fromRandom}${data}.`;
  return `${phrases.fineTuned} ${renderLink(baseModel, '')}${data}.`;
}

function renderData(data: readonly CardData[]): readonly string[] {
  const line = (each: CardData): string => {
    const isLinked = each.onHub && isHubId(each.name);
    const label = isLinked && !each.name.includes('/') ? `HuggingFace/${each.name}` : each.name;
    return `${each.use === null ? '' : `${each.use}: `}${renderLink(each, 'datasets/', label)}`;
  };
  return data.length === 0 ? [] : [phrases.data, list(data.map(line))];
}

function renderProcedure({ machine, unfinished, command, notInCommand }: CardFacts): readonly string[] {
  const parts: string[] = [];
  if (unfinished)
    parts.push(`${phrases.unfinished} ${renderName(unfinished.state)} after ${unfinished.step} weight updates. It has no results.`); // prettier-ignore
  if (machine) {
    const { device, library, libraryUrl } = machine;
    const isIpus = /^\d+ [A-Za-z0-9 -]*IPUs?$/.test(device);
    const linked = libraryUrl !== null && /^https:\/\/[\w./-]+$/.test(libraryUrl) && /^[\w.-]+$/.test(library);
    const written = linked ? `[${library}](${libraryUrl})` : renderName(library);
    parts.push(`${phrases.machine} ${isIpus ? device : renderName(device)} using the ${written} library.`);
  }
  if (command !== null) parts.push(phrases.command, renderBlock(command));
  if (notInCommand.length > 0)
    parts.push(`${phrases.notInCommand}\n${list(notInCommand.map((each) => renderEntry(each)))}`);
  return parts;
}

function renderHyperparameters(parameters: readonly CardEntry[]): readonly string[] {
  if (parameters.length === 0) return [];
  return [`${phrases.hyperparameters}\n${list(parameters.map((each) => renderEntry(each)))}`];
}

function renderIpu({ ipuConfig, modelled }: CardFacts): readonly string[] {
  const parts = ipuConfig === null ? [] : [renderBlock(stringifyWithNumbers(ipuConfig, 2))];
  if (modelled.length === 0) return parts;
  return [...parts, `${phrases.modelled}\n${list(modelled.map((each) => renderEntry(each, ` ${phrases.mark}`)))}`];
}

function renderEntry({ name, text }: CardEntry, after = ''): string {
  return `${escapeWithout(name, /:/g)}: ${escapeText(text)}${after}`;
}

/** As run_qa.py writes them: counts whole, everything else with a point. What JSON has no number for is a text. */
function renderResults(results: Readonly<Record<string, number>>): string {
  const value = (name: string, figure: number): PythonJson => {
    if (!Number.isFinite(figure)) return String(figure);
    return name.endsWith('_samples') && Number.isSafeInteger(figure) && !Object.is(figure, -0)
      ? pythonInt(figure)
      : pythonFloat(figure);
  };
  return renderPythonJson({ fields: Object.entries(results).map(([name, figure]) => [name, value(name, figure)]) });
}

function renderVersion({ name, text }: CardEntry): string {
  return `${escapeText(name)} ${escapeWithout(text, / /g)}`;
}
