/**
 * Steps through the paragraphs that own a phrase: those with all its words, of which the positions are read, first
 * those of the two rarest words.
 */

import { END } from '../../segment/postings.js';
import type { PhraseCount } from '../phrase-count.js';
import { keepMet, MET, PARAGRAPHS } from './candidates.js';
import { PhraseLead } from './phrase-lead.js';
import type { PhraseWord } from './phrase-word.js';
import { FIRST, isTold, LEFT, ToldPositions } from './told-positions.js';

export class PhraseWalk {
  /** The joint count of the phrase at the current paragraph. */
  count = 0;
  /** The rarest of the needed lists, with the sets of others; and the other lists, which are walked. */
  private readonly lead: PhraseLead | null;
  private readonly walked: PhraseWord[] = [];
  /** Numbers beside the candidates: the places of words, those of the walked lists first, and what is told of them. */
  private readonly columns: Int32Array[] = [];
  /** How many of the columns are filled before lists are walked. */
  private readonly filled: number;
  private readonly told: ToldPositions | null;
  private readonly lists: number[][] = [];
  private readonly sizes: number[] = [];
  /** Where the two rarest words first stand in the phrase. */
  private readonly rarest: number;
  private readonly second: number;
  private paragraph = -1;
  /** Candidates are paragraphs with all the words: the index of the current one, and how many there are. */
  private at = -1;
  private size = 0;
  /** There are no more candidates before this paragraph. */
  private target = 0;

  /**
   * @param words the words in order; the same object where a word is repeated
   * @param different each of them once
   * @param needed lists that every paragraph with the phrase is in, each once: words, and neighbours; none for `countAt` alone
   * @param counted counts their occurrences
   */
  constructor(
    private readonly words: readonly PhraseWord[],
    different: PhraseWord[],
    needed: PhraseWord[],
    private readonly counted: PhraseCount,
  ) {
    sortRarest(needed);
    const [lead] = needed;
    const sets: Uint32Array[] = [];
    for (let i = 0; i < needed.length; i++) {
      const list = needed[i];
      if (list === undefined) continue;
      if (list.table === null) {
        list.isPlaced = true;
        this.columns.push(list.places);
        if (i > 0) this.walked.push(list);
      } else if (i > 0) {
        sets.push(list.table.owned);
      }
    }
    this.lead = lead === undefined ? null : new PhraseLead(lead, sets);
    this.filled = this.columns.length - this.walked.length;
    sortRarest(different);
    const [first, second = first] = different;
    this.rarest = first === undefined ? -1 : words.indexOf(first);
    this.second = second === undefined ? -1 : words.indexOf(second);
    this.told = counted.isExact && this.lead !== null ? ToldPositions.of(words, different) : null;
    for (let i = 0; i < words.length; i++) {
      const word = words[i];
      if (word === undefined) continue;
      this.lists.push(listAt(different.indexOf(word)));
      this.sizes.push(0);
    }
    if (this.told !== null) {
      for (let i = 0; i < different.length; i++) {
        const word = different[i];
        if (word === undefined || word.table === null || !isTold(word)) continue;
        // Filled by `told`, from the table.
        word.isPlaced = true;
        this.columns.push(word.places);
      }
      this.columns.push(FIRST, LEFT);
    }
  }

  /** Steps to the next paragraph that owns the phrase; `END` where there is none. */
  next(): number {
    do {
      while (++this.at < this.size) {
        this.paragraph = PARAGRAPHS[this.at] ?? END;
        const told = this.told?.countAt(this.at) ?? 0;
        this.count = told > 0 ? this.counted.inText(told) : this.countHere();
        if (this.count > 0) return this.paragraph;
      }
    } while (this.findMore());
    return END;
  }

  /** The joint count at a paragraph that all the words own. Calls must ascend, and none of `next` be between. */
  countAt(paragraph: number): number {
    this.paragraph = paragraph;
    return this.countHere();
  }

  /** Finds more candidates, at least one; false where there are none. */
  private findMore(): boolean {
    const { lead, walked, columns, told } = this;
    this.at = -1;
    this.size = 0;
    while (this.size === 0) {
      let size = lead?.next(this.target) ?? 0;
      if (size === 0) return false;
      let { filled } = this;
      for (let i = 0; i < walked.length && size > 0; i++) {
        const word = walked[i];
        if (word === undefined) continue;
        size = keepMet(size, word.cursor.meetPlaces(PARAGRAPHS, size, MET, word.places), columns, filled++);
        // No candidate is before the paragraph to which it has stepped.
        this.target = Math.max(this.target, word.cursor.paragraph);
      }
      this.size = told === null || size === 0 ? size : told.keep(size, columns);
    }
    return true;
  }

  /** The joint count of the phrase in the current paragraph. */
  private countHere(): number {
    const { words, rarest, second, lists, sizes, counted } = this;
    const { isExact } = counted;
    if (isExact && !this.rarestMeet()) return 0;
    for (let i = 0; i < words.length; i++) {
      const same = this.firstOf(i);
      if (same < i) sizes[i] = sizes[same] ?? 0;
      else if (!isExact || (i !== rarest && i !== second)) this.read(i);
    }
    const [first] = words;
    const found = counted.find(lists, sizes);
    if (found === 0 || first === undefined) return 0;
    return counted.at(this.paragraph, found, first.inBody, first.inHeadings);
  }

  /**
   * Reads the positions of the two rarest words. Returns whether they are anywhere as far apart as in the phrase, which
   * rules out most paragraphs.
   */
  private rarestMeet(): boolean {
    const { rarest, second, lists } = this;
    const size = this.read(rarest);
    if (second === rarest) return true;
    return meet(lists[rarest] ?? [], size, lists[second] ?? [], this.read(second), second - rarest);
  }

  /** Where the i-th word of the phrase stands in it for the first time. */
  private firstOf(i: number): number {
    const { words } = this;
    let first = 0;
    while (words[first] !== words[i]) first++;
    return first;
  }

  /** Reads the positions of the i-th word at the current paragraph; returns how many. */
  private read(i: number): number {
    const word = this.words[i];
    if (word === undefined) return 0;
    const size = word.read(this.paragraph, this.placeOf(word), this.lists[i] ?? []);
    this.sizes[i] = size;
    return size;
  }

  /** Where the current paragraph stands in the list of a word; -1 where that is not known. */
  private placeOf({ isPlaced, places, table }: PhraseWord): number {
    if (isPlaced) return places[this.at] ?? -1;
    return table === null ? -1 : table.placeOf(this.paragraph);
  }
}

/** Puts the rarest first. They are few: `sort` takes three times as long. */
function sortRarest(words: PhraseWord[]): void {
  for (let i = 1; i < words.length; i++) {
    for (let at = i; at > 0; at--) {
      const [before, word] = [words[at - 1], words[at]];
      if (before === undefined || word === undefined || before.owners <= word.owners) break;
      words[at - 1] = word;
      words[at] = before;
    }
  }
}

/** Scratch space: the positions of each different word. */
const LISTS: number[][] = [];

function listAt(index: number): number[] {
  const list = LISTS[index] ?? [];
  LISTS[index] = list;
  return list;
}

/** Whether some number of `a` plus `distance` is in `b`. */
function meet(a: readonly number[], aSize: number, b: readonly number[], bSize: number, distance: number): boolean {
  for (let i = 0, j = 0; i < aSize; i++) {
    const wanted = (a[i] ?? 0) + distance;
    while (j < bSize && (b[j] ?? 0) < wanted) j++;
    if (j < bSize && b[j] === wanted) return true;
  }
  return false;
}
