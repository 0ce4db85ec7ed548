/** Corrects unknown words of a query to words of the index that are spelt almost the same and occur with the other words. Pure. */

import { frequency, type LiveSegment } from '../generation.js';
import { parseIfShort } from '../query.js';
import { collectionOf } from '../search/collection.js';
import { MAX_NEAR_LENGTH, nearWords } from '../search/near.js';
import { usualSpelling } from '../search/spellings.js';
import type { Correction, ParsedQuery } from '../search-types.js';
import type { Range } from '../types.js';
import { isLoneCharacter } from '../words/spaceless.js';
import { stemKey } from '../words/term-keys.js';
import { besides, type Candidate, type Context, likeliest, NO_CONTEXT } from './agreement.js';
import { asTyped } from './as-typed.js';
import { type CorrectableWord, correctable, type Spelt } from './correctable.js';
import { slipFrom } from './slips.js';

/** Shorter words are within an edit of too many others. */
const MIN_LETTERS = 4;
/** Words of at least this many letters may be two edits off. */
const TWO_EDITS_FROM = 9;
/** A word of at most so many paragraphs may be a typo in the text itself, if another one has so many times more. */
const RARE = 2;
const FAR_MORE = 20;
/** Most words of a query that are corrected, and most other words that a candidate is compared with. */
const MAX_CORRECTED = 8;
const MAX_CONTEXT = 6;
/** Each of two words that were typed as one has at least this many letters. */
const MIN_PART = 3;
/** A word and a number behind it. */
const NUMBERED = /^(\p{L}{2,20})(\d{1,9})$/u;

/** A corrected query. */
export interface Corrected {
  correction: Correction;
  query: ParsedQuery;
}

/** The query with each unknown word replaced by the one that was most likely meant; null if no word is unknown, or nothing is near. */
export function correct(segments: readonly LiveSegment[], query: ParsedQuery): Corrected | null {
  return corrected(segments, query, 'applied');
}

/**
 * The query with words that hardly any paragraph has replaced by far more frequent ones that are one edit away and
 * occur with the other words: texts have typos, too. Null if there are none.
 */
export function alternative(segments: readonly LiveSegment[], query: ParsedQuery): Corrected | null {
  return corrected(segments, query, 'offered');
}

function corrected(segments: readonly LiveSegment[], query: ParsedQuery, kind: Correction['kind']): Corrected | null {
  const asked = correctable(segments, query);
  const frequencies = asked.map(({ keys }) => Math.max(...keys.map((key) => frequency(segments, key))));
  const most = kind === 'applied' ? 0 : RARE;
  const changes: Candidate[] = [];
  let looked = 0;
  for (const [i, word] of asked.entries()) {
    const have = frequency(segments, word.term);
    if (have > most || word.start < (changes.at(-1)?.end ?? 0) || looked >= MAX_CORRECTED) continue;
    if (word.complete && begins(segments, word.term)) continue;
    const context = contextOf(segments, asked, i, (j) => (frequencies[j] ?? 0) > most);
    if (kind === 'applied' && word.whole !== null && isWord(word.whole.term)) {
      looked++;
      const whole = likeliest(segments, respelt(segments, word.whole, 0), NO_CONTEXT);
      if (whole !== null) {
        changes.push(whole);
        continue;
      }
    }
    if (kind === 'applied' && NUMBERED.test(word.term)) {
      const apart = likeliest(segments, numbered(segments, word), NO_CONTEXT);
      if (apart !== null) changes.push(apart);
    }
    if (!isWord(word.term)) continue;
    looked++;
    const candidates =
      kind === 'applied'
        ? [
            ...asItIs(word, frequencies[i] ?? 0),
            ...respelt(segments, word, 0),
            ...parted(segments, word),
            ...joined(segments, asked, i, query.text),
          ]
        : respelt(segments, word, (have + 1) * FAR_MORE);
    const best = likeliest(segments, candidates, context);
    if (best !== null && best.to !== word.term && !collectionOf(segments).isStop(best.to)) changes.push(best);
  }
  if (changes.length === 0) return null;
  return rewritten(
    query.text,
    changes.map((change) => spelt(segments, query.text, change)),
    kind,
  );
}

function contextOf(
  segments: readonly LiveSegment[],
  asked: readonly CorrectableWord[],
  i: number,
  isKnown: (j: number) => boolean,
): Context {
  const keyAt = (j: number): string | undefined => {
    const word = asked[j];
    if (word === undefined || !isKnown(j) || collectionOf(segments).isStop(word.term)) return undefined;
    return word.keys.find((key) => frequency(segments, key) > 0);
  };
  const others = asked
    .map((_, j) => ({ key: j === i ? undefined : keyAt(j), distance: Math.abs(j - i) }))
    .sort((a, b) => a.distance - b.distance)
    .flatMap(({ key }) => key ?? []);
  const boundAt = (j: number): string | undefined => {
    const [word, other] = [asked[i], asked[j]];
    if (other === undefined || other.typed !== word?.typed) return undefined;
    return frequency(segments, other.term) > 0 ? other.term : undefined;
  };
  const bound = { before: boundAt(i - 1), behind: boundAt(i + 1) };
  return { before: keyAt(i - 1), behind: keyAt(i + 1), others: [...new Set(others)].slice(0, MAX_CONTEXT), bound };
}

/** Whether a term can have typos: it is long enough, of letters alone, and in a script with words. */
function isWord(term: string): boolean {
  const letters = [...term].length;
  return (
    letters >= MIN_LETTERS && letters <= MAX_NEAR_LENGTH && /^[\p{L}\p{M}]+$/u.test(term) && !isLoneCharacter(term)
  );
}

/** Whether a longer word of the index begins with a term. */
function begins(segments: readonly LiveSegment[], term: string): boolean {
  return segments.some(({ segment }) => {
    const [from, to] = segment.prefixRange(term);
    return to - from > Number(segment.termNumber(term) >= 0);
  });
}

/** What so many paragraphs make of a word: more of them, but a word of a single one may well be meant. */
function commonness(paragraphs: number): number {
  return paragraphs === 0 ? 0 : Math.log(2 + paragraphs);
}

/** The word itself, if other forms of it are known: an inflection that no paragraph has is not necessarily a typo. */
function asItIs({ term, start, end }: CorrectableWord, have: number): Candidate[] {
  return have === 0 ? [] : [{ to: term, terms: [term], start, end, score: commonness(have) }];
}

/** Words that are spelled almost the same, in at least so many paragraphs. */
function respelt(segments: readonly LiveSegment[], { term, keys, start, end }: Spelt, least: number): Candidate[] {
  const edits = [...term].length < TWO_EDITS_FROM || least > 0 ? 1 : 2;
  const candidates = new Map<string, Candidate>();
  for (const { segment } of segments) {
    for (const { number, distance } of nearWords(segment, term, edits)) {
      const to = segment.term(number);
      if (distance === 0 || candidates.has(to)) continue;
      const have = frequency(segments, to);
      if (
        have < Math.max(1, least) ||
        collectionOf(segments)
          .stems(to, to)
          .some((stem) => keys.includes(stemKey(stem)))
      )
        continue;
      const { worth, doubtful } = slipFrom(term, to, distance);
      candidates.set(to, { to, terms: [to], start, end, score: commonness(have) * worth, doubtful });
    }
  }
  return [...candidates.values()];
}

/** Two words that were typed as one, if they stand side by side somewhere. */
function parted(segments: readonly LiveSegment[], { term, start, end }: CorrectableWord): Candidate[] {
  const letters = [...term];
  const candidates: Candidate[] = [];
  for (let at = MIN_PART; at <= letters.length - MIN_PART; at++) {
    const terms = [letters.slice(0, at).join(''), letters.slice(at).join('')];
    if (terms.some((part) => collectionOf(segments).isStop(part))) continue;
    const score = commonness(besides(segments, terms[0] ?? '', terms[1] ?? '').adjacent);
    if (score > 0) candidates.push({ to: terms.join(' '), terms, start, end, score });
  }
  return candidates;
}

/** A word and a number that were typed as one (`RFC2616`), if they stand side by side somewhere. */
function numbered(segments: readonly LiveSegment[], { term, start, end }: CorrectableWord): Candidate[] {
  const terms = NUMBERED.exec(term)?.slice(1) ?? [];
  const score = commonness(besides(segments, terms[0] ?? '', terms[1] ?? '').adjacent);
  return score > 0 ? [{ to: terms.join(' '), terms, start, end, score }] : [];
}

/** A word that was typed as two, with the word before or behind it. */
function joined(
  segments: readonly LiveSegment[],
  asked: readonly CorrectableWord[],
  i: number,
  text: string,
): Candidate[] {
  return [i - 1, i].flatMap((at) => {
    const [left, right] = [asked[at], asked[at + 1]];
    if (left === undefined || right === undefined || text.slice(left.end, right.start).trim() !== '') return [];
    const to = left.term + right.term;
    const score = commonness(frequency(segments, to));
    return score > 0 && isWord(to) ? [{ to, terms: [to], start: left.start, end: right.end, score }] : [];
  });
}

/** A correction spelt as the folder spells its words. */
function spelt(segments: readonly LiveSegment[], typed: string, { terms, start, end }: Candidate): Replaced {
  const to = terms.map((term) => usualSpelling(segments, term)).join(' ');
  return { start, end, to: asTyped(typed.slice(start, end), to) };
}

/** A stretch of a query, and what is put in its place. */
export interface Replaced extends Range {
  to: string;
}

/** The query with some stretches replaced, in order; null if it is then too long to be answered. */
export function rewritten(typed: string, changes: readonly Replaced[], kind: Correction['kind']): Corrected | null {
  let text = '';
  let at = 0;
  for (const { to, start, end } of changes) {
    text += typed.slice(at, start) + to;
    at = end;
  }
  text += typed.slice(at);
  const words = changes.map(({ to, start, end }) => ({ from: typed.slice(start, end), to }));
  const query = parseIfShort(text);
  return query && { correction: { kind, text, words }, query };
}
