/** Takes names that stand nowhere as they were typed (`error[E0308]`, `src/index.ts`) apart into their words. Pure. */
import { analyzeWords } from '../analyze.js';
import { bareWords } from '../query/lex.js';
import type { ParsedQuery, Query } from '../search-types.js';
import { hasSpaceless } from '../words/spaceless.js';
import { type Corrected, rewritten } from './correct.js';

/** The v of a version, which many leave out. */
const VERSION = /^v(?=\d+\.\d)/i;

/**
 * The query with the words of each such name side by side, and versions without their v, as an offer; null where it has
 * none, or is then too long.
 */
export function inWords({ text, clauses }: ParsedQuery): Corrected | null {
  const names = new Set(
    clauses
      .flatMap((clause) => (clause.type === 'or' ? clause.clauses : clause))
      .flatMap((clause) => (hasSigns(clause) ? clause.text : [])),
  );
  const found = bareWords(text).filter((word) => names.has(word.text) && !hasSpaceless(word.text));
  const apart = found.map(({ text: name, start, end }) => {
    return { start, end, to: VERSION.test(name) ? name.replace(VERSION, '') : wordsOf(name).join(' ') };
  });
  return apart.length === 0 ? null : rewritten(text, apart, 'offered');
}

/** Whether a clause is a name with signs in it (`a.b`) or at its end (`count++`), but for those of one letter (`C#`). */
function hasSigns(clause: Query): clause is Query & { type: 'phrase' | 'term' } {
  if (clause.type === 'phrase') return clause.compound === true;
  return clause.type === 'term' && /[^\p{L}\p{N}\p{M}]/u.test(clause.term) && /[\p{L}\p{N}]{2}/u.test(clause.term);
}

/** What its signs part, as it was typed; without signs, the parts that its capitals make. */
function wordsOf(name: string): string[] {
  const words = name.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  if (words.length > 1) return words;
  return analyzeWords(name).map(({ start, end }) => name.slice(start, end));
}
