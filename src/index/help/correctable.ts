/** The words of a query that may be corrected, in order. Pure. */
import { analyze } from '../analyze.js';
import { frequency, type LiveSegment } from '../generation.js';
import { type BareWord, bareWords } from '../query/lex.js';
import { collectionOf } from '../search/collection.js';
import type { ParsedQuery, Query } from '../search-types.js';
import type { Range, Token } from '../types.js';
import { stemKey } from '../words/term-keys.js';

/** A word with the keys of its stems, which find it. */
export interface Spelt extends Range {
  term: string;
  keys: readonly string[];
}

/** A word of a query that may be corrected. */
export interface CorrectableWord extends Spelt {
  /** Whether it is the last word and may be unfinished. */
  complete: boolean;
  /** The text that it is a part of, as `getUserName` or `docs/azure` may be. */
  typed: BareWord;
  /** The compound that it is a part of; null if it is none. */
  whole: Spelt | null;
}

/** The words that may be corrected: bare ones, looked for in any field, and the parts of compounds that are unknown as a whole. */
export function correctable(segments: readonly LiveSegment[], query: ParsedQuery): CorrectableWord[] {
  const unfinished = new Map<string, boolean>();
  const visit = (part: Query): void => {
    if (part.type === 'and' || part.type === 'or') part.clauses.forEach(visit);
    else if (part.type === 'phrase' && part.field === 'any') unfinished.set(part.text, part.complete === true);
    // Words in `synonyms.txt` are spelled as intended.
    else if (part.type === 'term' && part.field === 'any' && !part.quoted && part.also === undefined)
      unfinished.set(part.text, part.complete);
  };
  query.clauses.forEach(visit);
  return bareWords(query.text).flatMap((typed) => {
    const { text, start, end } = typed;
    if (!unfinished.has(text)) return [];
    const tokens = analyze(text);
    const compounds = tokens.filter(({ kind }) => kind === 'compound');
    if (compounds.some(({ term }) => frequency(segments, stemKey(term)) > 0)) return [];
    const spelt = (token: Token): Spelt => ({
      term: token.term,
      keys: collectionOf(segments)
        .stems(token.term, token.exact ?? token.term)
        .map(stemKey),
      start: start + token.start,
      end: start + token.end,
    });
    const wholes = compounds.map(spelt);
    return tokens.flatMap((token) => {
      if (token.kind !== 'word') return [];
      const part = spelt(token);
      return {
        ...part,
        complete: unfinished.get(text) === true && part.end === end && end === query.text.length,
        typed,
        whole: wholes.find((whole) => whole.start <= part.start && whole.end >= part.end) ?? null,
      };
    });
  });
}
