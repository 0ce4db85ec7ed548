/** Finds titles and headings that have the typed words in their order, the last one as a prefix. Pure. */
import { analyzeWords } from '../analyze.js';
import { characterStart } from '../characters.js';
import { isRemoved } from '../generation/removed.js';
import type { LiveSegment } from '../generation.js';
import { hasBit, newSet } from '../segment/bits.js';
import { END } from '../segment/postings.js';
import type { Range } from '../types.js';
import { fold } from '../words/fold.js';
import type { Word } from './frequent-words.js';

/** Most words with the prefix that are looked for if nothing else was typed, and most postings that are looked at for each word. */
const MAX_WORDS = 12;
const MAX_POSTINGS = 2048;
/** Most titles and headings that are read. */
const MAX_READ = 24;
/** Longer ones make no good queries, in code units. */
const MAX_LENGTH = 120;

/** A title or heading; `typed` are the ranges of it that were typed. */
export interface Titled {
  kind: 'title' | 'heading';
  text: string;
  typed: Range[];
}

/**
 * @param before whole words, in order; may be none
 * @param prefix what was typed of the last word, folded; not empty
 * @param frequent the words with this prefix, most frequent first
 */
export function findTitles(
  segments: readonly LiveSegment[],
  before: readonly string[],
  prefix: string,
  frequent: readonly Word[],
): Titled[] {
  const found = new Map<string, Titled>();
  let left = MAX_READ;
  const offer = (kind: Titled['kind'], text: string): void => {
    left--;
    const key = text.toLowerCase();
    if (text.length > MAX_LENGTH || found.has(key)) return;
    const typed = typedIn(text, before, prefix);
    if (typed !== null) found.set(key, { kind, text, typed });
  };
  for (const [i, live] of segments.entries()) {
    if (left <= 0) break;
    const { segment } = live;
    const words = frequent.slice(0, MAX_WORDS).flatMap(({ numbers }) => numbers[i] ?? -1);
    for (const { paragraph, inTitle, inHeading } of placesIn(live, before, words)) {
      if (left <= 0) break;
      if (inTitle) offer('title', segment.document(segment.documentOf(paragraph)).title);
      if (!inHeading) continue;
      const { headings, opens } = segment.paragraph(paragraph);
      for (const heading of headings.slice(headings.length - opens)) offer('heading', heading);
    }
  }
  const first = ({ typed }: Titled): number => typed[0]?.start ?? 0;
  return [...found.values()].sort(
    (a, b) =>
      Number(first(a) > 0) - Number(first(b) > 0) ||
      Number(a.kind === 'heading') - Number(b.kind === 'heading') ||
      a.text.length - b.text.length ||
      (a.text < b.text ? -1 : 1),
  );
}

/** The paragraphs where titles or headings begin that have the rarest of the whole words, or, if there are none, a word with the prefix. */
function placesIn(
  { segment, removed }: LiveSegment,
  before: readonly string[],
  words: readonly number[],
): { paragraph: number; inTitle: boolean; inHeading: boolean }[] {
  const numbers = before.map((word) => segment.termNumber(word));
  if (numbers.some((number) => number < 0)) return [];
  const rarest = [...numbers].sort((a, b) => segment.frequency(a) - segment.frequency(b)).slice(0, 1);
  const leads = before.length > 0 ? rarest : words.filter((number) => number >= 0);
  const others = numbers.map((number) => {
    const owners = newSet(segment.paragraphCount);
    segment.addOwners(owners, number);
    return owners;
  });
  const places: { paragraph: number; inTitle: boolean; inHeading: boolean }[] = [];
  for (const lead of leads) {
    const cursor = segment.cursor(lead);
    let looked = 0;
    for (let paragraph = cursor.next(); paragraph < END && looked < MAX_POSTINGS; paragraph = cursor.next(), looked++) {
      cursor.loadCounts();
      const inTitle = (cursor.title[cursor.at] ?? 0) > 0;
      const inHeading = (cursor.heading[cursor.at] ?? 0) > 0;
      if (!inTitle && !inHeading) continue;
      if (isRemoved(removed, paragraph)) continue;
      if (others.every((owners) => hasBit(owners, paragraph))) places.push({ paragraph, inTitle, inHeading });
      if (places.length >= MAX_READ) return places;
    }
  }
  return places;
}

/** The ranges of a text that were typed: each word in order, and the prefix of the last one; null if one is missing. */
function typedIn(text: string, before: readonly string[], prefix: string): Range[] | null {
  const tokens = analyzeWords(text);
  const typed: Range[] = [];
  let at = 0;
  for (const word of before) {
    while (at < tokens.length && tokens[at]?.term !== word) at++;
    const token = tokens[at++];
    if (token === undefined) return null;
    typed.push({ start: token.start, end: token.end });
  }
  const last = tokens.slice(at).find((token) => token.term.startsWith(prefix));
  if (last === undefined) return null;
  const written = text.slice(last.start, last.end);
  typed.push({ start: last.start, end: last.start + typedLength(written, prefix) });
  return typed;
}

/**
 * How many code units of a written word a folded prefix takes up. A character counts only if it is typed to its end: a
 * Hindi letter not without its vowel sign.
 */
export function typedLength(written: string, prefix: string): number {
  let length = 0;
  for (const character of written) {
    if (fold(written.slice(0, length)).length >= prefix.length) break;
    length += character.length;
  }
  return characterStart(written, length);
}
