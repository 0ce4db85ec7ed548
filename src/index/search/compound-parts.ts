/** Finds the parts of a compound: `power` and `shell` for `powershell`, if paragraphs have `PowerShell`. */

import { isRemoved } from '../generation/removed.js';
import { frequency, type LiveSegment } from '../generation.js';
import { BoundedMap, kept } from '../kept.js';
import { END } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { MAX_WHOLE } from '../words/lexicon.js';
import { hasSpaceless } from '../words/spaceless.js';
import { phraseOccurrences } from './phrase-positions.js';
import type { Wordings } from './wordings.js';

/** Most parts of a compound, most ways to cut a word that are tried, and most paragraphs that are looked at for all of them. */
const MAX_PARTS = 4;
const MAX_CUTS = 256;
const MAX_PARAGRAPHS = 1 << 12;
/** A word is a compound if at least one in this many of its paragraphs writes it in parts. Rarer cases are accidents, such as `I-N` for `in`. */
const RARITY = 100;

const NONE: Wordings = [];

/**
 * By segment: words with parts in which none of its paragraphs writes them, and how many were looked at to know. That
 * stays so while others are edited: looking again took more than half of a search among 800,000 paragraphs after each edit.
 */
const NOWHERE = new WeakMap<Segment, BoundedMap<string, number>>();
const MAX_NOWHERE = 1 << 14;

/** The ways in which enough paragraphs write a word in parts; none for a word that is hardly ever a compound. */
export function compoundParts(segments: readonly LiveSegment[], term: string): Wordings {
  if (term.length < 2 || term.length > MAX_WHOLE || hasSpaceless(term)) return NONE;
  const needed = frequency(segments, term) / RARITY;
  if (needed === 0) return NONE;
  const known = new Map<string, boolean>();
  const isFrequent = (part: string): boolean =>
    kept(known, part, () => {
      const have = frequency(segments, part);
      return have > 0 && have >= needed;
    });
  const found: string[][] = [];
  const look = new Look();
  let cut = 0;
  for (let parts = 2; parts <= MAX_PARTS; parts++) {
    for (const words of cuts(term, parts, isFrequent)) {
      if (cut++ >= MAX_CUTS) return found;
      let count = 0;
      for (const live of segments) count += look.count(live, [term, ...words], needed - count);
      if (count > 0 && count >= needed) found.push(words);
    }
  }
  return found;
}

/** The ways to cut a word into `parts` words. */
function* cuts(word: string, parts: number, isWord: (part: string) => boolean): Generator<string[]> {
  if (parts === 1) {
    if (isWord(word)) yield [word];
    return;
  }
  for (let end = 1; end <= word.length - parts + 1; end++) {
    const part = word.slice(0, end);
    if (!isWord(part)) continue;
    for (const rest of cuts(word.slice(end), parts - 1, isWord)) yield [part, ...rest];
  }
}

/** Looks at `MAX_PARAGRAPHS` paragraphs at most. */
class Look {
  private left = MAX_PARAGRAPHS;

  /**
   * How many live paragraphs write a word in these parts: they have the word at the position of its first part,
   * followed by the other parts. Counts no further than needed.
   * @param words the word, then its parts
   */
  count({ segment, removed }: LiveSegment, words: readonly string[], needed: number): number {
    const nowhere = kept(NOWHERE, segment, () => new BoundedMap<string, number>(MAX_NOWHERE));
    const name = words.join(' ');
    const looked = nowhere.get(name);
    if (looked !== undefined && looked <= this.left) {
      this.left -= looked;
      return 0;
    }
    const numbers = words.map((word) => segment.termNumber(word));
    if (numbers.includes(-1)) return 0;
    const cursors = new Map(numbers.map((number) => [number, segment.cursor(number)]));
    const inOrder = numbers.flatMap((number) => cursors.get(number) ?? []);
    const [lead, ...others] = [...cursors.values()].sort((a, b) => a.owners - b.owners);
    const before = this.left;
    let count = 0;
    let some = false;
    let paragraph = lead?.next() ?? END;
    while (lead !== undefined && paragraph < END && this.left > 0 && (count === 0 || count < needed)) {
      let behind = paragraph;
      for (let i = 0; i < others.length && behind === paragraph; i++) behind = others[i]?.advance(paragraph) ?? END;
      if (behind > paragraph) {
        paragraph = lead.advance(behind);
        continue;
      }
      this.left--;
      const [whole = [], ...parts] = inOrder.map((cursor) => cursor.positions());
      if (standTogether(whole, parts)) {
        some = true;
        if (!isRemoved(removed, paragraph)) count++;
      }
      paragraph = lead.next();
    }
    if (!some && paragraph >= END) nowhere.set(name, before - this.left);
    return count;
  }
}

/** Whether the parts stand one after the other at one of the positions of the whole. */
function standTogether(whole: readonly number[], parts: readonly (readonly number[])[]): boolean {
  const places = new Set(whole);
  return phraseOccurrences(parts, 0).some(([first = -1]) => places.has(first));
}
