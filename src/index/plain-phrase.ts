/**
 * The best paragraphs for one phrase, and how many there are. Every word must be there; then the positions decide, those of the two
 * rarest words first.
 */
import { addBit, hasBit } from './bits.js';
import { giveBack, type PostingsCursor, takeCursor } from './cursor.js';
import { forEachOccurrence } from './phrase.js';
import type { Place, PlainFound } from './plain-search.js';
import { END, FIELD_GAP } from './postings.js';
import { joint, type Saturator } from './rank.js';
import type { Segment } from './segment.js';
import { isCommon, tableOf } from './table.js';
import { Best } from './top.js';
import type { Field } from './types.js';

export interface PlainPhrase {
  /** The numbers of its words in the segment, in order; null where the segment lacks one. */
  terms: readonly number[] | null;
  slop: number;
  field: Field;
  worth: number;
}

/** Null where the phrase may stand in a title or headings above a paragraph: all its words are lent by some. */
export function findPhrase(
  place: Place,
  { terms, slop, field, worth }: PlainPhrase,
  saturator: Saturator,
  wanted: number,
  floor: number,
): PlainFound | null {
  const { segment, removed, passing, collects } = place;
  const set = collects ? new Uint32Array(Math.ceil(segment.paragraphCount / 32)) : null;
  const best = new Best(wanted, floor);
  let hits = 0;
  let documents = 0;
  if (terms !== null) {
    const words: PhraseWord[] = [];
    for (const term of terms) words.push(words.find((word) => word.term === term) ?? wordOf(segment, term));
    if (words.every(({ cursor }) => cursor.context.length > 0)) return null;
    const phrase = new Phrase(words, slop, field);
    let documentEnd = 0;
    for (let paragraph = phrase.next(); paragraph < END; paragraph = phrase.next()) {
      if (removed !== null && hasBit(removed, paragraph)) continue;
      if (set !== null) addBit(set, paragraph);
      if (passing !== null && !hasBit(passing, paragraph)) continue;
      hits++;
      if (paragraph >= documentEnd) {
        documents++;
        documentEnd = segment.documentEnd(paragraph);
      }
      best.offer(paragraph, worth * saturator.saturate(phrase.count, segment.lengths[paragraph] ?? 1));
    }
    phrase.end();
  }
  return { best, hits, documents, set, isFull: () => true };
}

/** A word of a phrase, by its number, with its owners as a set where that is kept. */
interface PhraseWord {
  term: number;
  cursor: PostingsCursor;
  owners: Uint32Array | null;
}

function wordOf(segment: Segment, term: number): PhraseWord {
  const cursor = takeCursor(segment, term);
  // Tables that are made for one search cost more than they save here.
  const hasTable = cursor.context.length === 0 && isCommon(segment, cursor);
  return { term, cursor, owners: hasTable ? (tableOf(segment, term, cursor)?.owned ?? null) : null };
}

/** Walks the paragraphs that own a phrase. */
class Phrase {
  /** Joint count of the phrase at the paragraph that was stepped to. */
  count = 0;
  /** Its different words, the rarest first; the first of them leads, the others are looked up in their sets or walked. */
  private readonly ordered: readonly PhraseWord[];
  private readonly lead: PhraseWord | undefined;
  private readonly sets: Uint32Array[] = [];
  private readonly walked: PostingsCursor[] = [];
  private readonly lists: number[][] = [];
  private readonly sizes: number[] = [];
  /** The first places of the two rarest words in the phrase. */
  private readonly rarest: number;
  private readonly second: number;
  private paragraph = -1;

  /** @param words in order; the same object where a word is repeated */
  constructor(
    private readonly words: readonly PhraseWord[],
    private readonly slop: number,
    private readonly field: Field,
  ) {
    this.ordered = words
      .filter((word, i) => words.indexOf(word) === i)
      .sort((a, b) => a.cursor.owners - b.cursor.owners);
    const [lead, ...others] = this.ordered;
    this.lead = lead;
    for (const { cursor, owners } of others) {
      if (owners === null) this.walked.push(cursor);
      else this.sets.push(owners);
    }
    for (const word of words) {
      this.lists.push(listAt(this.ordered.indexOf(word)));
      this.sizes.push(0);
    }
    const [first, second = first] = this.ordered;
    this.rarest = first === undefined ? -1 : words.indexOf(first);
    this.second = second === undefined ? -1 : words.indexOf(second);
  }

  /** Steps to the next paragraph that owns the phrase; `END` where there is none. */
  next(): number {
    const { lead, walked, sets } = this;
    if (lead === undefined) return END;
    candidates: for (let target = this.paragraph + 1; ; ) {
      const paragraph = lead.owners === null ? lead.cursor.advance(target) : nextOfAll(lead.owners, sets, target);
      this.paragraph = paragraph;
      if (paragraph >= END) return END;
      target = paragraph + 1;
      if (lead.owners === null) {
        // Words with sets are the common ones; they are asked first all the same, as a look into a set is no step in a list.
        for (let i = 0; i < sets.length; i++) if (!hasBit(sets[i] ?? NO_SET, paragraph)) continue candidates;
      }
      for (let i = 0; i < walked.length; i++) {
        const next = walked[i]?.advance(paragraph) ?? END;
        if (next === paragraph) continue;
        target = next;
        continue candidates;
      }
      this.count = this.slop === 0 ? this.countExact() : this.countNear();
      if (this.count > 0) return paragraph;
    }
  }

  /** Lets go of what other searches can use. */
  end(): void {
    for (const { cursor } of this.ordered) giveBack(cursor);
  }

  private countExact(): number {
    const { words, rarest, second, lists, sizes } = this;
    const first = this.read(rarest);
    if (second !== rarest) {
      const other = this.read(second);
      if (!meet(lists[rarest] ?? [], first, lists[second] ?? [], other, second - rarest)) return 0;
    }
    for (let i = 0; i < words.length; i++) {
      const same = this.firstOf(i);
      if (same < i) sizes[i] = sizes[same] ?? 0;
      else if (i !== rarest && i !== second) this.read(i);
    }
    // From each place of the rarest word every other word must stand where it belongs.
    const places = lists[rarest] ?? [];
    let count = 0;
    for (let k = 0; k < first; k++) {
      const start = (places[k] ?? 0) - rarest;
      let found = start >= 0;
      for (let i = 0; found && i < words.length; i++) {
        if (i !== rarest) found = includes(lists[i] ?? [], sizes[i] ?? 0, start + i);
      }
      if (found) count += this.worthOf(rankOf(lists[0] ?? [], start));
    }
    return count;
  }

  private countNear(): number {
    const { words, lists, sizes } = this;
    for (let i = 0; i < words.length; i++) {
      const same = this.firstOf(i);
      if (same < i) sizes[i] = sizes[same] ?? 0;
      else this.read(i);
    }
    let count = 0;
    forEachOccurrence(lists, sizes, Math.min(this.slop, FIELD_GAP - 2), (rank) => {
      count += this.worthOf(rank);
    });
    return count;
  }

  /** The first place of the word that stands at place i of the phrase. */
  private firstOf(i: number): number {
    const { words } = this;
    let first = 0;
    while (words[first] !== words[i]) first++;
    return first;
  }

  private read(i: number): number {
    const word = this.words[i];
    if (word === undefined) return 0;
    if (word.owners !== null) word.cursor.standIn(word.owners, this.paragraph);
    const size = word.cursor.readPositions(this.lists[i] ?? []);
    this.sizes[i] = size;
    return size;
  }

  /** What an occurrence counts that begins at a place of the first word, by the field it stands in. */
  private worthOf(rank: number): number {
    const first = this.words[0]?.cursor;
    if (first === undefined) return 0;
    const inBody = first.inBody();
    const inHeadings = first.inHeadings();
    const field = rank < inBody ? 'body' : rank < inBody + inHeadings ? 'heading' : 'title';
    if (this.field !== 'any' && this.field !== field) return 0;
    return joint(Number(field === 'body'), Number(field === 'heading'), Number(field === 'title'));
  }
}

const NO_SET = new Uint32Array(0);

/** The first number at or after `from` that is in all of the sets; `END` where there is none. */
function nextOfAll(first: Uint32Array, others: readonly Uint32Array[], from: number): number {
  let mask = -1 << (from & 31);
  for (let word = from >> 5; word < first.length; word++) {
    let bits = (first[word] ?? 0) & mask;
    for (let i = 0; i < others.length; i++) bits &= others[i]?.[word] ?? 0;
    if (bits !== 0) return word * 32 + 31 - Math.clz32(bits & -bits);
    mask = -1;
  }
  return END;
}

/** Positions of each different word, as a search that is not interrupted reads them. */
const LISTS: number[][] = [];

function listAt(index: number): number[] {
  const list = LISTS[index] ?? [];
  LISTS[index] = list;
  return list;
}

/** Whether some number of the one list is `distance` below one of the other. */
function meet(a: readonly number[], aSize: number, b: readonly number[], bSize: number, distance: number): boolean {
  for (let i = 0, j = 0; i < aSize; i++) {
    const wanted = (a[i] ?? 0) + distance;
    while (j < bSize && (b[j] ?? 0) < wanted) j++;
    if (j < bSize && b[j] === wanted) return true;
  }
  return false;
}

function includes(list: readonly number[], size: number, wanted: number): boolean {
  for (let i = 0; i < size; i++) {
    const value = list[i] ?? 0;
    if (value >= wanted) return value === wanted;
  }
  return false;
}

function rankOf(list: readonly number[], value: number): number {
  let rank = 0;
  while ((list[rank] ?? value) < value) rank++;
  return rank;
}
