// A text that is edited several times and still knows what became of the first one: edits of edits become edits of the
// original, which an editor can apply and undo as one.

import type { TextChange } from '../shared/language.ts';

/** A piece of the text as it is now: of the original, or written since. */
interface Piece {
  /** Where it stood in the original; null: it is new. */
  readonly offset: number | null;
  readonly text: string;
}

export class EditedText {
  readonly #originalLength: number;
  #pieces: Piece[];

  constructor(original: string) {
    this.#originalLength = original.length;
    this.#pieces = [{ offset: 0, text: original }];
  }

  /** As it is now. */
  get text(): string {
    return this.#pieces.map((piece) => piece.text).join('');
  }

  /** Applies edits of the text as it is now; they ascend and do not overlap. */
  apply(edits: readonly TextChange[]): void {
    for (const { offset, length, content } of edits.toReversed()) {
      const [before, rest] = cut(this.#pieces, offset);
      const [, after] = cut(rest, length);
      this.#pieces = [...before, { offset: null, text: content }, ...after];
    }
  }

  /** The same as edits of the original, ascending. */
  edits(): TextChange[] {
    const edits: TextChange[] = [];
    let [position, content] = [0, ''];
    const close = (offset: number): void => {
      if (offset > position || content !== '') edits.push({ offset: position, length: offset - position, content });
      content = '';
    };
    for (const { offset, text } of this.#pieces) {
      if (offset === null) {
        content += text;
        continue;
      }
      close(offset);
      position = offset + text.length;
    }
    close(this.#originalLength);
    return edits;
  }
}

/** The pieces before and after a place in their text. */
function cut(pieces: readonly Piece[], place: number): [before: Piece[], after: Piece[]] {
  const [before, after]: [Piece[], Piece[]] = [[], []];
  let left = place;
  for (const { offset, text } of pieces) {
    const head = text.slice(0, Math.max(0, left));
    const tail = text.slice(head.length);
    if (head !== '') before.push({ offset, text: head });
    if (tail !== '') after.push({ offset: offset === null ? null : offset + head.length, text: tail });
    left -= text.length;
  }
  return [before, after];
}
