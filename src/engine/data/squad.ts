// Rows to SQuAD examples: articles of the official nested layout, or flat rows as Hugging Face has them. What cannot be read is an
// error; what can be read but looks wrong stays in, as run_qa.py would have it, and is reported (defects.ts).

import { collectDefects, type Oddities } from './defects.ts';
import { noQuestions, notSquad, squadRemedy } from './errors.ts';
import { parseJson } from './json.ts';
import { type DataRow, type DataRows, parseTextRows } from './rows.ts';
import { fieldPlace, type Fields, listKeys, ValueReader } from './values.ts';

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

/** Parses the text of a SQuAD file; `fileName` is for error messages, and its ending counts where the text leaves the format open. */
export function parseSquad(text: string, fileName: string, options: SquadOptions): SquadDataset {
  return parseSquadRows(parseTextRows(text, fileName), options);
}

/** The examples of a file's rows, whatever its format. */
export function parseSquadRows(file: DataRows, options: SquadOptions): SquadDataset {
  const { examples, oddities } = new SquadParser(file.fileName).parse(file.rows);
  return { examples, notes: [...file.notes, ...collectDefects(examples, oddities, options.version2)] };
}

class SquadParser {
  readonly #fileName: string;
  readonly #values: ValueReader;
  readonly #examples: SquadExample[] = [];
  readonly #oddities: Oddities = { textualStarts: new Set(), impossible: new Set(), possible: new Set() };
  /** Flat rows repeat the context of their paragraph; as one string it takes less memory and is tokenised once. */
  readonly #contexts = new Map<string, string>();

  constructor(fileName: string) {
    this.#fileName = fileName;
    this.#values = new ValueReader(fileName, squadRemedy);
  }

  parse(rows: readonly DataRow[]): { examples: readonly SquadExample[]; oddities: Oddities } {
    for (const row of rows) {
      if ('paragraphs' in row.fields) this.#article(row);
      else if ('question' in row.fields) this.#flatRow(row);
      else {
        const found = `${row.place} has ${listKeys(row.fields)}, but neither "paragraphs" nor "question"`;
        throw notSquad(this.#fileName, found);
      }
    }
    if (this.#examples.length === 0) throw noQuestions(this.#fileName);
    return { examples: this.#examples, oddities: this.#oddities };
  }

  #flatRow(row: DataRow): void {
    const title = this.#values.optionalText(row.fields['title'], fieldPlace(row, 'title'));
    const context = this.#values.text(row.fields['context'], fieldPlace(row, 'context'));
    const shared = this.#contexts.get(context) ?? context;
    this.#contexts.set(shared, shared);
    this.#question(row.fields, row, title, shared);
  }

  #article(row: DataRow): void {
    const values = this.#values;
    const title = values.optionalText(row.fields['title'], fieldPlace(row, 'title'));
    const at = fieldPlace(row, 'paragraphs');
    values.list(row.fields['paragraphs'], at).forEach((paragraph, index) => {
      const fields = values.fields(paragraph, `${at}[${index}]`);
      const context = values.text(fields['context'], `${at}[${index}].context`);
      values.list(fields['qas'], `${at}[${index}].qas`).forEach((question, number) => {
        const place = `${at}[${index}].qas[${number}]`;
        const qa = values.fields(question, place);
        this.#question(qa, { fields: qa, place }, title, context);
      });
    });
  }

  #question(fields: Fields, row: DataRow, title: string, context: string): void {
    const id = this.#values.text(fields['id'], fieldPlace(row, 'id'));
    const at = `${row.place} (question "${id}")`;
    const question = this.#values.text(fields['question'], `${at}: question`);
    const answers = this.#answers(fields['answers'], id, `${at}: answers`);
    if (fields['is_impossible'] === true) this.#oddities.impossible.add(id);
    if (fields['is_impossible'] === false) this.#oddities.possible.add(id);
    this.#examples.push({ id, title, context, question, answers });
  }

  /** Answers as a list of objects (official) or as an object of lists (Hugging Face), in CSV as JSON text; absent is none. */
  #answers(value: unknown, id: string, place: string): SquadAnswer[] {
    if (value === undefined || value === null || value === '') return [];
    if (typeof value === 'string') return this.#answers(this.#parseText(value, place), id, place);
    if (Array.isArray(value)) {
      return value.map((answer: unknown, index) => {
        const fields = this.#values.fields(answer, `${place}[${index}]`);
        return this.#answer(fields['text'], fields['answer_start'], id, `${place}[${index}]`);
      });
    }
    const fields = this.#values.fields(value, place);
    const texts = this.#values.list(fields['text'], `${place}.text`);
    const starts = this.#values.list(fields['answer_start'], `${place}.answer_start`);
    if (texts.length !== starts.length) {
      this.#values.refuse(`${place}.answer_start`, `as long as text (${texts.length})`, `${starts.length} long`);
    }
    return texts.map((text, index) => this.#answer(text, starts[index], id, `${place}[${index}]`));
  }

  #parseText(text: string, place: string): unknown {
    const value: unknown = /^\s*[{[]/.test(text) ? parseJson(text, `${this.#fileName}: ${place}`) : text;
    return typeof value === 'string' ? this.#values.fields(value, place) : value;
  }

  #answer(text: unknown, start: unknown, id: string, place: string): SquadAnswer {
    if (typeof start === 'string') this.#oddities.textualStarts.add(id);
    return {
      text: this.#values.text(text, `${place}.text`),
      start: this.#values.wholeNumber(start, `${place}.answer_start`),
    };
  }
}
