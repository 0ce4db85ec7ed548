/**
 * Finds the best paragraphs for one phrase, and how many there are. Pairs of frequent words that stand side by side
 * have lists of their own (segment/neighbours.ts), so that a phrase of two is searched as one list. Else every word
 * must be there, and the positions decide.
 */

import type { Saturator } from '../../rank.js';
import type { Field } from '../../search-types.js';
import { giveBack, type PostingsCursor, takeCursor } from '../../segment/cursor.js';
import { END } from '../../segment/postings.js';
import type { Segment } from '../../segment.js';
import { type ContextPhrase, contextPhrase } from '../context-phrase.js';
import { Best } from '../top.js';
import { columnAt } from './candidates.js';
import { findPlain, nothing } from './find-plain.js';
import { Hits, type PlainFound, type Scope } from './hits.js';
import { isCommon, tableOf } from './kept-tables.js';
import { PhraseWalk, type PhraseWord } from './phrase-walk.js';

/** A query that is one phrase. */
export interface PlainPhrase {
  /** Each as the terms of its words, in order. */
  wordings: readonly (readonly string[])[];
  slop: number;
  field: Field;
  worth: number;
}

/** As `findPlain`. */
export function findPhrase(
  scope: Scope,
  phrase: PlainPhrase,
  saturator: Saturator,
  wanted: number,
  floor: number,
): PlainFound {
  const { worth } = phrase;
  const wordings: Wording[] = [];
  for (const terms of phrase.wordings) {
    const wording = wordingOf(scope.segment, terms, phrase);
    if (wording !== null) wordings.push(wording);
  }
  const [first, second] = wordings;
  let found: PlainFound;
  if (first === undefined) {
    found = nothing(scope);
  } else if (second === undefined && first.side !== null && first.above === null) {
    found = findPlain(scope, [[{ type: 'word', term: first.side, worth }]], saturator, 'all', wanted, floor);
  } else {
    const walk = second === undefined ? first.walk : new Gathered(wordings);
    const above = wordings.flatMap((wording) => wording.above ?? []);
    found = walked(scope, walk, above, worth, saturator, new Best(wanted, floor));
  }
  for (const { cursors } of wordings) for (const cursor of cursors) giveBack(cursor);
  return found;
}

/** A phrase in one wording, over one segment. */
interface Wording {
  walk: Walk;
  /** The list of its two words side by side; null where it has more words, or no such list is kept. */
  side: number | null;
  /** Counts it above a paragraph; null where it cannot stand there, as headings do not lend all its words. */
  above: ContextPhrase | null;
  /** All cursors that were taken for it. */
  cursors: ReadonlySet<PostingsCursor>;
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
  return { walk, side, above: contextPhrase(segment, terms, inOrder, slop, field), cursors };
}

/** Steps through the paragraphs that own a phrase; `count` is its joint count there. */
interface Walk {
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

function walked(
  scope: Scope,
  phrase: Walk,
  above: readonly ContextPhrase[],
  worth: number,
  saturator: Saturator,
  best: Best,
): PlainFound {
  const { segment } = scope;
  const hits = new Hits(scope);
  for (let paragraph = phrase.next(); paragraph < END; paragraph = phrase.next()) {
    if (!hits.takes(paragraph)) continue;
    let lent = 0;
    for (const one of above) lent = Math.max(lent, one(paragraph));
    const count = phrase.count + lent;
    best.offer(paragraph, worth * saturator.saturate(count, segment.lengths[paragraph] ?? 1));
  }
  return { best, hits: hits.hits, documents: hits.documents, set: hits.set, isFull: () => true };
}
