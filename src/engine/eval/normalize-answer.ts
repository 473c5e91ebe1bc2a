// The answer normalisation of the official SQuAD evaluation script, in its order: lower case, no ASCII punctuation, no articles,
// single spaces. Python's notions of a word and of white space are kept where JavaScript's differ.

const asciiPunctuation = /[!-/:-@[-`{-~]/g;
/** Python's \b knows Unicode letters and digits; JavaScript's does not. */
const article = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;
/** Python's str.split() splits at these too; they are not Unicode white space. */
const pythonSeparators = String.fromCharCode(0x1c, 0x1d, 0x1e, 0x1f);
const blanks = new RegExp(`[\\p{White_Space}${pythonSeparators}]+`, 'u');

/** The words of an answer that count when answers are compared. */
export function answerWords(answer: string): string[] {
  const text = answer.toLowerCase().replace(asciiPunctuation, '').replace(article, ' ');
  return text.split(blanks).filter((word) => word !== '');
}

/** The words of an answer as one string: two answers with the same one are an exact match. */
export function normalizeAnswer(answer: string): string {
  return answerWords(answer).join(' ');
}
