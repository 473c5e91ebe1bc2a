// SQuAD JSON to examples, from both layouts: the official nested one and Hugging Face's flat rows. What cannot be read is an
// error; what can be read but looks wrong stays in, as run_qa.py would have it, and is reported (defects.ts).

import { collectDefects } from './defects.ts';
import { noQuestions, notSquad, wrongType } from './errors.ts';
import { parseJson } from './json.ts';

/** An answer as the dataset gives it. */
export interface SquadAnswer {
  readonly text: string;
  /** Position in the context in code points, as in the file; not checked against the text. */
  readonly start: number;
}

/** One question with its context; questions of one paragraph share the context string. */
export interface SquadExample {
  readonly id: string;
  readonly title: string;
  readonly context: string;
  readonly question: string;
  readonly answers: readonly SquadAnswer[];
}

/** A dataset, and in `notes` what is odd about it, for the user. */
export interface SquadDataset {
  readonly examples: readonly SquadExample[];
  readonly notes: readonly string[];
}

export interface SquadOptions {
  /** Questions without an answer are meant to be there (SQuAD v2.0). */
  readonly version2: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** Parses SQuAD JSON; `fileName` is for error messages. */
export function parseSquad(text: string, fileName: string, options: SquadOptions): SquadDataset {
  return new SquadParser(fileName).parse(parseJson(text, fileName), options);
}

class SquadParser {
  readonly #fileName: string;
  readonly #examples: SquadExample[] = [];
  /** Questions whose answer_start was written as text. */
  readonly #textualStarts = new Set<string>();

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  parse(json: unknown, options: SquadOptions): SquadDataset {
    this.#rows(json).forEach(([row, place]) => {
      if ('paragraphs' in row) this.#article(row, place);
      else this.#question(row, place, this.#optionalText(row['title'], `${place}.title`), this.#context(row, place));
    });
    if (this.#examples.length === 0) throw noQuestions(this.#fileName);
    return { examples: this.#examples, notes: collectDefects(this.#examples, this.#textualStarts, options.version2) };
  }

  /** The entries of the top-level list: articles or flat rows. */
  #rows(json: unknown): [Fields, string][] {
    const list = Array.isArray(json) ? json : isFields(json) ? json['data'] : undefined;
    if (!Array.isArray(list)) {
      const found = isFields(json) ? `an object with ${listKeys(json)}` : describe(json);
      throw notSquad(this.#fileName, `it is ${found}, and has no list "data"`);
    }
    return list.map((row: unknown, index) => {
      const place = `${Array.isArray(json) ? '' : 'data'}[${index}]`;
      if (!isFields(row)) throw notSquad(this.#fileName, `${place} is ${describe(row)}, not an article or a question`);
      if (!('paragraphs' in row || 'question' in row)) {
        throw notSquad(this.#fileName, `${place} has ${listKeys(row)}, but neither "paragraphs" nor "question"`);
      }
      return [row, place];
    });
  }

  #article(article: Fields, place: string): void {
    const title = this.#optionalText(article['title'], `${place}.title`);
    this.#list(article['paragraphs'], `${place}.paragraphs`).forEach((paragraph, index) => {
      const at = `${place}.paragraphs[${index}]`;
      const fields = this.#fields(paragraph, at);
      const context = this.#context(fields, at);
      this.#list(fields['qas'], `${at}.qas`).forEach((question, number) => {
        this.#question(this.#fields(question, `${at}.qas[${number}]`), `${at}.qas[${number}]`, title, context);
      });
    });
  }

  #question(fields: Fields, place: string, title: string, context: string): void {
    const id = this.#text(fields['id'], `${place}.id`);
    const at = `${place} (question "${id}")`;
    const question = this.#text(fields['question'], `${at}: question`);
    this.#examples.push({
      id,
      title,
      context,
      question,
      answers: this.#answers(fields['answers'], id, `${at}: answers`),
    });
  }

  /** Answers as a list of objects (official) or as an object of lists (Hugging Face); absent is none. */
  #answers(value: unknown, id: string, place: string): SquadAnswer[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) {
      return value.map((answer: unknown, index) => {
        const fields = this.#fields(answer, `${place}[${index}]`);
        return this.#answer(fields['text'], fields['answer_start'], id, `${place}[${index}]`);
      });
    }
    const fields = this.#fields(value, place);
    const texts = this.#list(fields['text'], `${place}.text`);
    const starts = this.#list(fields['answer_start'], `${place}.answer_start`);
    if (texts.length !== starts.length) {
      throw wrongType(
        this.#fileName,
        `${place}.answer_start`,
        `as long as text (${texts.length})`,
        `${starts.length} long`,
      );
    }
    return texts.map((text, index) => this.#answer(text, starts[index], id, `${place}[${index}]`));
  }

  #answer(text: unknown, start: unknown, id: string, place: string): SquadAnswer {
    return { text: this.#text(text, `${place}.text`), start: this.#start(start, id, `${place}.answer_start`) };
  }

  #start(value: unknown, id: string, place: string): number {
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    if (typeof value === 'string' && /^\s*-?\d+\s*$/.test(value)) {
      this.#textualStarts.add(id);
      return Number(value);
    }
    throw wrongType(this.#fileName, place, 'a whole number', describe(value));
  }

  #context(fields: Fields, place: string): string {
    return this.#text(fields['context'], `${place}.context`);
  }

  #optionalText(value: unknown, place: string): string {
    return value === undefined || value === null ? '' : this.#text(value, place);
  }

  #text(value: unknown, place: string): string {
    if (typeof value !== 'string') throw wrongType(this.#fileName, place, 'text', describe(value));
    return value;
  }

  #list(value: unknown, place: string): readonly unknown[] {
    if (!Array.isArray(value)) throw wrongType(this.#fileName, place, 'a list', describe(value));
    return value;
  }

  #fields(value: unknown, place: string): Fields {
    if (!isFields(value)) throw wrongType(this.#fileName, place, 'an object', describe(value));
    return value;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listKeys(fields: Fields): string {
  const keys = Object.keys(fields);
  if (keys.length === 0) return 'no fields';
  const shown = keys.slice(0, 5).map((key) => `"${key}"`);
  return `the fields ${shown.join(', ')}${keys.length > shown.length ? ', …' : ''}`;
}

function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string')
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  return `${typeof value === 'number' ? 'the number ' : ''}${String(value)}`;
}
