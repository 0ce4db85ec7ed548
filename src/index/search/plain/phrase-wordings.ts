/** The wordings of a phrase over one segment, and the paragraphs that own one of them. */

import { isRemoved } from '../../generation/removed.js';
import type { LiveSegment } from '../../generation.js';
import type { PostingsCursor } from '../../segment/cursor.js';
import { Intervals } from '../../segment/intervals.js';
import { END } from '../../segment/postings.js';
import type { Segment } from '../../segment.js';
import { ContextPhrase, mostLent } from '../context-phrase.js';
import { PhraseCount } from '../phrase-count.js';
import { columnAt } from './candidates.js';
import { PhraseWalk } from './phrase-walk.js';
import { PhraseWord } from './phrase-word.js';
import type { PlainPhrase } from './plain-query.js';

/** A phrase in one wording, over one segment. */
interface Wording {
  walk: Walk;
  /** The list of its two words side by side; null where it has more words, or no such list is kept. */
  side: number | null;
  /** What it is lent by titles and headings that were walked past; null where these do not lend all its words. */
  above: ContextPhrase | null;
  /** All words and neighbours that were looked up for it, to be ended. */
  looked: readonly PhraseWord[];
}

/** The wordings that a segment has the words of; perhaps none. They are to be ended. */
export function wordingsIn(segment: Segment, phrase: PlainPhrase): Wording[] {
  const wordings: Wording[] = [];
  for (const terms of phrase.wordings) {
    const wording = wordingOf(segment, terms, phrase);
    if (wording !== null) wordings.push(wording);
  }
  return wordings;
}

/** Gives back all cursors that were taken for the wordings. */
export function endWordings(wordings: readonly Wording[]): void {
  for (const { looked } of wordings) for (const word of looked) word.end();
}

/** The paragraphs that own a phrase, in ascending order, with joint counts; and what headings lend to these and others. */
interface PhraseOwners {
  paragraphs: readonly number[];
  counts: readonly number[];
  lent: Intervals;
}

/**
 * Walks the wordings, one after the other, as they share scratch space. The wording that occurs most often counts, as
 * one occurrence may match two of them.
 * @param most a wording that more paragraphs own is not walked to its end
 */
export function ownersOf(wordings: readonly Wording[], most = Number.POSITIVE_INFINITY): PhraseOwners {
  const owners = wordings.map((wording) => walked(wording, most));
  const lent = Intervals.of(mostLent(wordings.map(({ above }) => above?.stretches() ?? [])));
  const [only, second] = owners;
  if (only !== undefined && second === undefined) return { ...only, lent };
  const counted = new Map<number, number>();
  for (const { paragraphs, counts } of owners) {
    for (const [i, paragraph] of paragraphs.entries())
      counted.set(paragraph, Math.max(counted.get(paragraph) ?? 0, counts[i] ?? 0));
  }
  const paragraphs = [...counted.keys()].sort((a, b) => a - b);
  return { paragraphs, counts: paragraphs.map((paragraph) => counted.get(paragraph) ?? 0), lent };
}

function walked({ walk }: Wording, most: number): Omit<PhraseOwners, 'lent'> {
  const paragraphs: number[] = [];
  const counts: number[] = [];
  for (let paragraph = walk.next(); paragraph < END; paragraph = walk.next()) {
    paragraphs.push(paragraph);
    counts.push(walk.count);
    if (paragraphs.length > most) break;
  }
  return { paragraphs, counts };
}

/** Whether any paragraph owns a phrase. */
export function stands(segments: readonly LiveSegment[], phrase: PlainPhrase): boolean {
  return segments.some(({ segment, removed }) => {
    const wordings = wordingsIn(segment, phrase);
    const { paragraphs } = removed === null ? ownersOf(wordings, 0) : ownersOf(wordings);
    endWordings(wordings);
    return paragraphs.some((paragraph) => !isRemoved(removed, paragraph));
  });
}

/** Steps through the paragraphs that own any of the wordings; counts have what is lent to them, too. */
export function walkOf(wordings: readonly Wording[]): Walk {
  const [only, second] = wordings;
  return only !== undefined && second === undefined && only.above === null
    ? only.walk
    : new FoundWalk(ownersOf(wordings));
}

/** A wording over one segment; null where the segment lacks one of the words, or two of them side by side. */
function wordingOf(segment: Segment, terms: readonly string[], { slop, field }: PlainPhrase): Wording | null {
  const numbers: number[] = [];
  for (let i = 0; i < terms.length; i++) {
    const number = segment.termNumber(terms[i] ?? '');
    if (number < 0) return null;
    numbers.push(number);
  }
  const words: PhraseWord[] = [];
  const different: PhraseWord[] = [];
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] ?? -1;
    const same = numbers.indexOf(number);
    const word = words[same] ?? new PhraseWord(segment, number, columnAt(i));
    if (same === i) different.push(word);
    words.push(word);
  }
  const sides = slop === 0 ? neighboursOf(segment, terms, words) : NO_SIDES;
  if (sides.includes(-1)) {
    for (const word of different) word.end();
    return null;
  }
  const looked = different.slice();
  const needed: PhraseWord[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined || words.indexOf(word) < i) continue;
    if ((sides[i] ?? sides[i - 1] ?? null) === null) needed.push(word);
  }
  for (let i = 0; i < sides.length; i++) {
    const side = sides[i] ?? null;
    if (side === null || sides.indexOf(side) < i) continue;
    const word = new PhraseWord(segment, side, columnAt(words.length + i));
    looked.push(word);
    needed.push(word);
  }
  const above = aboveOf(segment, words);
  const counted = new PhraseCount(above, slop, field);
  const [sideWord] = needed;
  const side = words.length === 2 && field === 'any' ? (sides[0] ?? null) : null;
  const walk =
    side !== null && sideWord !== undefined
      ? new SideWalk(sideWord.cursor, above === null ? null : new PhraseWalk(words, different, [], counted))
      : new PhraseWalk(words, different, needed, counted);
  return { walk, side, above, looked };
}

/** What titles and headings lend of a phrase; null where they do not lend all its words. */
function aboveOf(segment: Segment, words: readonly PhraseWord[]): ContextPhrase | null {
  for (let i = 0; i < words.length; i++) if (words[i]?.table !== null) return null;
  return ContextPhrase.of(
    segment,
    words.map(({ cursor }) => cursor),
  );
}

const NO_SIDES: readonly (number | null)[] = [];

/** Steps through the paragraphs that own a phrase; `count` is its joint count there. */
export interface Walk {
  next(): number;
  readonly count: number;
}

/** The walk of two words with a list of their own. */
class SideWalk implements Walk {
  count = 0;

  /** @param positions reads the two words where they stand in a title or heading; null where that lends nothing */
  constructor(
    private readonly side: PostingsCursor,
    private readonly positions: PhraseWalk | null,
  ) {}

  next(): number {
    const { side } = this;
    const paragraph = side.next();
    if (paragraph === END) return END;
    side.loadCounts();
    this.count = side.count();
    if (this.count > side.inBody()) this.positions?.countAt(paragraph);
    return paragraph;
  }
}

/** The walk of what was found beforehand. */
class FoundWalk implements Walk {
  count = 0;
  private at = 0;

  constructor(private readonly owners: PhraseOwners) {}

  next(): number {
    const { paragraphs, counts, lent } = this.owners;
    const paragraph = paragraphs[this.at];
    if (paragraph === undefined) return END;
    this.count = (counts[this.at++] ?? 0) + lent.countAt(paragraph);
    return paragraph;
  }
}

/** For each word but the last, the number of its list with the next word; -1 where that is empty, null where it is not kept. */
function neighboursOf(
  segment: Segment,
  terms: readonly string[],
  words: readonly PhraseWord[],
): readonly (number | null)[] {
  if (!segment.neighbours.exist) return NO_SIDES;
  const sides: (number | null)[] = [];
  for (let i = 1; i < words.length; i++) {
    const [owners = 0, others = 0] = [words[i - 1]?.owners, words[i]?.owners];
    sides.push(segment.neighbours.number(terms[i - 1] ?? '', owners, terms[i] ?? '', others));
  }
  return sides;
}
