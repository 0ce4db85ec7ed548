/** The wordings of a phrase over one segment, and steps through the paragraphs that own one of them. */

import type { Field } from '../../search-types.js';
import { giveBack, type PostingsCursor, takeCursor } from '../../segment/cursor.js';
import { END } from '../../segment/postings.js';
import type { Segment } from '../../segment.js';
import { ContextPhrase } from '../context-phrase.js';
import { columnAt } from './candidates.js';
import { isCommon, tableOf } from './kept-tables.js';
import { PhraseWalk, type PhraseWord } from './phrase-walk.js';

/** A phrase to be found in any of its wordings. */
export interface PlainPhrase {
  /** Each as the terms of its words, in order. */
  wordings: readonly (readonly string[])[];
  slop: number;
  field: Field;
  worth: number;
}

/** A phrase in one wording, over one segment. */
export interface Wording {
  walk: Walk;
  /** The list of its two words side by side; null where it has more words, or no such list is kept. */
  side: number | null;
  /** Counts it above a paragraph; null where it cannot stand there, as headings do not lend all its words. */
  above: ContextPhrase | null;
  /** All cursors that were taken for it. */
  cursors: ReadonlySet<PostingsCursor>;
}

/** The wordings that a segment has the words of; perhaps none. Their cursors are to be given back. */
export function wordingsIn(segment: Segment, phrase: PlainPhrase): Wording[] {
  return phrase.wordings.flatMap((terms) => wordingOf(segment, terms, phrase) ?? []);
}

/** Gives back all cursors that were taken for the wordings. */
export function giveBackCursors(wordings: readonly Wording[]): void {
  for (const { cursors } of wordings) for (const cursor of cursors) giveBack(cursor);
}

/** Those of its paragraphs that own any of the wordings, in ascending order. */
export function walkOf(wordings: readonly Wording[]): Walk {
  const [only, second] = wordings;
  return only === undefined || second !== undefined ? new Gathered(wordings) : only.walk;
}

/** A wording over one segment; null where the segment lacks one of the words, or two of them side by side. */
function wordingOf(segment: Segment, terms: readonly string[], { slop, field }: PlainPhrase): Wording | null {
  const numbers = terms.map((term) => segment.termNumber(term));
  if (numbers.includes(-1)) return null;
  const words: PhraseWord[] = [];
  for (const [i, number] of numbers.entries())
    words.push(words[numbers.indexOf(number)] ?? wordOf(segment, number, columnAt(i)));
  const sides = slop === 0 ? neighboursOf(segment, terms, words) : [];
  const needed = words.filter((_, i) => (sides[i] ?? sides[i - 1] ?? null) === null);
  for (const [i, side] of sides.entries())
    if (side !== null && side >= 0) needed.push(wordOf(segment, side, columnAt(words.length + i)));
  const cursors = new Set<PostingsCursor>();
  for (const { cursor } of words) cursors.add(cursor);
  for (const { cursor } of needed) cursors.add(cursor);
  if (sides.includes(-1)) {
    for (const cursor of cursors) giveBack(cursor);
    return null;
  }
  const [sideWord] = needed;
  const side = words.length === 2 && field === 'any' ? (sides[0] ?? null) : null;
  const walk =
    side !== null && sideWord !== undefined
      ? new SideWalk(sideWord.cursor)
      : new PhraseWalk(words, needed, slop, field);
  const inOrder = words.map(({ cursor }) => cursor);
  return { walk, side, above: ContextPhrase.of(segment, terms, inOrder, slop, field), cursors };
}

/** Steps through the paragraphs that own a phrase; `count` is its joint count there. */
export interface Walk {
  next(): number;
  readonly count: number;
}

/** The walk of two words with a list of their own. */
class SideWalk implements Walk {
  count = 0;

  constructor(private readonly side: PostingsCursor) {}

  next(): number {
    const paragraph = this.side.next();
    if (paragraph === END) return END;
    this.side.loadCounts();
    this.count = this.side.count();
    return paragraph;
  }
}

/**
 * The walk of several wordings. They are walked one after the other, as they share scratch space. The wording that
 * occurs most often counts, as one occurrence may match two of them.
 */
class Gathered implements Walk {
  count = 0;
  private readonly counts = new Map<number, number>();
  private readonly paragraphs: Float64Array;
  private at = 0;

  constructor(wordings: readonly Wording[]) {
    for (const { walk } of wordings) {
      for (let paragraph = walk.next(); paragraph < END; paragraph = walk.next())
        this.counts.set(paragraph, Math.max(this.counts.get(paragraph) ?? 0, walk.count));
    }
    this.paragraphs = Float64Array.from(this.counts.keys()).sort();
  }

  next(): number {
    const paragraph = this.paragraphs[this.at++] ?? END;
    this.count = this.counts.get(paragraph) ?? 0;
    return paragraph;
  }
}

/** For each word but the last, the number of its list with the next word; -1 where that is empty, null where it is not kept. */
function neighboursOf(segment: Segment, terms: readonly string[], words: readonly PhraseWord[]): (number | null)[] {
  const sides: (number | null)[] = [];
  for (let i = 1; i < words.length; i++) {
    const [owners = 0, others = 0] = [words[i - 1]?.cursor.owners, words[i]?.cursor.owners];
    sides.push(segment.neighbours(terms[i - 1] ?? '', owners, terms[i] ?? '', others));
  }
  return sides;
}

function wordOf(segment: Segment, term: number, places: Int32Array): PhraseWord {
  const cursor = takeCursor(segment, term);
  // Words that headings lend get no table for it: what is lent has no positions, and so no part in a phrase.
  const hasTable = cursor.context.length === 0 && isCommon(segment, cursor.owners);
  return { cursor, table: hasTable ? tableOf(segment, [term]) : null, places };
}
