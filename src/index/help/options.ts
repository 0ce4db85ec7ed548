/**
 * Takes words that a hyphen leaves out for words that are looked for, where some paragraph has them right beside their neighbour:
 * the options of a command line (`docker run -it`) that is pasted. Pure.
 */
import { analyzeWords } from '../analyze.js';
import type { LiveSegment } from '../generation.js';
import { lex } from '../query/lex.js';
import { stands } from '../search/plain/phrase-wordings.js';
import type { ParsedQuery } from '../search-types.js';
import { type Corrected, type Replaced, rewritten } from './correct.js';

/** The query with such words, as an offer; null where it has none, or is then too long. */
export function withOptions(segments: readonly LiveSegment[], { text }: ParsedQuery): Corrected | null {
  const changes: Replaced[] = [];
  for (const { kind, value, negated, end } of lex(text.toWellFormed())) {
    const start = end - value.length - 1;
    // Else a field or an open quotation mark stands between the hyphen and the word.
    if (kind !== 'word' || !negated || text.charAt(start) !== '-') continue;
    const words = termsOf(value);
    const before = termsOf(text.slice(0, start)).at(-1);
    const [left, right] = before === undefined ? [words.at(-1), termsOf(text.slice(end))[0]] : [before, words[0]];
    if (left === undefined || right === undefined) continue;
    const isBeside = stands(segments, { wordings: [[left, right]], slop: 0, field: 'any', worth: 0 });
    if (isBeside) changes.push({ start, end, to: value });
  }
  return changes.length === 0 ? null : rewritten(text, changes, 'offered');
}

function termsOf(text: string): string[] {
  return analyzeWords(text).map(({ term }) => term);
}
