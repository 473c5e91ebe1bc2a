// A paragraph cut up where true answers and the prediction begin and end, so that each piece says what it is. Pure. Places are counted in
// code points, as everywhere; here the text is cut, so they become places in the text once.

/** A piece of a paragraph; a piece may be both. */
export interface Piece {
  readonly text: string;
  readonly isTrue: boolean;
  readonly isPredicted: boolean;
}

export interface MarkedText {
  readonly pieces: readonly Piece[];
  /** Where only the words of the prediction are known: how often they occur; 0 or 1 leave no doubt. */
  readonly occurrences: number;
}

/** Part of a text in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Marks the true answers, and the prediction at the place that best fits one of them: a prediction file holds words only. */
export function markAnswers(
  context: string,
  places: readonly { readonly text: string; readonly start: number }[],
  prediction: string | null,
): MarkedText {
  const truths = places.flatMap(({ text, start }) => findPlace(context, text, start));
  const found = prediction === null ? [] : occurrencesOf(context, prediction);
  const chosen = found.find((span) => truths.some((truth) => overlap(span, truth))) ?? nearest(found, truths);
  return { pieces: cut(context, truths, chosen ? [chosen] : []), occurrences: found.length };
}

/** Marks a place that is known, in code points; nowhere if it is empty. */
export function markPlace(context: string, start: number, end: number): readonly Piece[] {
  const span = { start: unitsOf(context, start), end: unitsOf(context, end) };
  return cut(context, [], span.end > span.start ? [span] : []);
}

/** Where the answer stands; datasets are sometimes wrong about it, and then it is where its words are. */
function findPlace(context: string, text: string, start: number): Span[] {
  if (text === '') return [];
  const at = unitsOf(context, start);
  if (context.startsWith(text, at)) return [{ start: at, end: at + text.length }];
  return occurrencesOf(context, text).slice(0, 1);
}

function occurrencesOf(context: string, text: string): Span[] {
  const spans: Span[] = [];
  if (text === '') return spans;
  for (let at = context.indexOf(text); at >= 0; at = context.indexOf(text, at + 1)) {
    spans.push({ start: at, end: at + text.length });
  }
  return spans;
}

function nearest(spans: readonly Span[], truths: readonly Span[]): Span | undefined {
  const distance = ({ start }: Span): number => Math.min(...truths.map((truth) => Math.abs(truth.start - start)));
  return [...spans].sort((one, two) => (truths.length === 0 ? 0 : distance(one) - distance(two)))[0];
}

function overlap(one: Span, two: Span): boolean {
  return one.start < two.end && two.start < one.end;
}

function cut(text: string, truths: readonly Span[], predictions: readonly Span[]): Piece[] {
  const bounds = [...truths, ...predictions].flatMap(({ start, end }) => [start, end]);
  const places = [...new Set([0, ...bounds, text.length])].sort((one, two) => one - two);
  const pieces: Piece[] = [];
  for (const [index, start] of places.entries()) {
    const end = places[index + 1];
    if (end === undefined || end === start) continue;
    const inside = (spans: readonly Span[]): boolean => spans.some((span) => span.start <= start && end <= span.end);
    const piece = { text: text.slice(start, end), isTrue: inside(truths), isPredicted: inside(predictions) };
    const last = pieces.at(-1);
    if (last?.isTrue === piece.isTrue && last.isPredicted === piece.isPredicted) {
      pieces[pieces.length - 1] = { ...last, text: last.text + piece.text };
    } else pieces.push(piece);
  }
  return pieces;
}

/** The place of a code point in UTF-16 units. */
function unitsOf(text: string, codePoints: number): number {
  let units = 0;
  for (let left = codePoints; left > 0 && units < text.length; left -= 1) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}
