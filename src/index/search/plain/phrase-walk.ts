/**
 * Steps through the paragraphs that own a phrase: those with all its words, of which the positions are read, first
 * those of the two rarest words.
 */

import { BLOCK, END } from '../../segment/postings.js';
import type { PhraseCount } from '../phrase-count.js';
import { keepMet, MET, meetSet, PARAGRAPHS } from './candidates.js';
import type { PhraseWord } from './phrase-word.js';
import { FIRST, isTold, LEFT, ToldPositions } from './told-positions.js';

export class PhraseWalk {
  /** The joint count of the phrase at the current paragraph. */
  count = 0;
  /** The rarest of the needed lists, which leads. The others are looked up in their sets, or walked. */
  private readonly lead: PhraseWord | undefined;
  private readonly sets: Uint32Array[] = [];
  private readonly walked: PhraseWord[] = [];
  /** Numbers beside the candidates: the places of words, those of the walked lists first, and what is told of them. */
  private readonly columns: Int32Array[] = [];
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
   * @param needed lists that every paragraph with the phrase is in: words, and neighbours
   * @param counted counts their occurrences
   */
  constructor(
    private readonly words: readonly PhraseWord[],
    needed: readonly PhraseWord[],
    private readonly counted: PhraseCount,
  ) {
    const lists = rarestFirst(needed);
    this.lead = lists[0];
    for (let i = 0; i < lists.length; i++) {
      const list = lists[i];
      if (list === undefined) continue;
      if (list.table === null) {
        list.isPlaced = true;
        this.columns.push(list.places);
        if (i > 0) this.walked.push(list);
      } else if (i > 0) {
        this.sets.push(list.table.owned);
      }
    }
    const different = rarestFirst(words);
    const [first, second = first] = different;
    this.rarest = first === undefined ? -1 : words.indexOf(first);
    this.second = second === undefined ? -1 : words.indexOf(second);
    this.told = counted.isExact && this.lead !== undefined ? ToldPositions.of(words, different) : null;
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
    const { lead, walked, sets, columns, told } = this;
    this.at = -1;
    this.size = 0;
    while (this.size === 0) {
      let filled = lead?.table === null ? 1 : 0;
      let size = lead === undefined ? 0 : this.nextOf(lead);
      if (size === 0) return false;
      // Words with sets are common, yet they come first, as a lookup takes no step in a list.
      if (lead?.table === null)
        for (let i = 0; i < sets.length && size > 0; i++)
          size = keepMet(size, meetSet(sets[i] ?? NO_SET, size), columns, filled);
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

  /** Writes the next paragraphs of the rarest word, or, where it has a set, of all words with sets. Returns how many; 0 at the end. */
  private nextOf(lead: PhraseWord): number {
    const { table, places } = lead;
    if (table === null) {
      const { cursor } = lead;
      const size = cursor.nextBlock(this.target, PARAGRAPHS);
      for (let i = 0; i < size; i++) places[i] = cursor.block * BLOCK + i;
      return size;
    }
    const { owned } = table;
    // Nearly all words with paragraphs of one set have none of two others: those are looked up without a loop.
    const [one = owned, another = one, ...others] = this.sets;
    let size = 0;
    let mask = -1 << (this.target & 31);
    for (let word = this.target >> 5; word < owned.length && size < BLOCK; word++) {
      let bits = (owned[word] ?? 0) & (one[word] ?? 0) & (another[word] ?? 0) & mask;
      for (let i = 0; i < others.length && bits !== 0; i++) bits &= others[i]?.[word] ?? 0;
      for (; bits !== 0 && size < BLOCK; bits &= bits - 1) {
        PARAGRAPHS[size++] = word * 32 + 31 - Math.clz32(bits & -bits);
      }
      mask = -1;
    }
    this.target = size < BLOCK ? owned.length * 32 : (PARAGRAPHS[BLOCK - 1] ?? 0) + 1;
    return size;
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

/** Each word once, the rarest first. Phrases are short: sorting a set of them took three times as long. */
function rarestFirst(words: readonly PhraseWord[]): PhraseWord[] {
  const different: PhraseWord[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined || different.includes(word)) continue;
    let at = different.length;
    for (let before = different[at - 1]; at > 0 && before !== undefined; before = different[at - 1]) {
      if (before.owners <= word.owners) break;
      different[at--] = before;
    }
    different[at] = word;
  }
  return different;
}

const NO_SET = new Uint32Array(0);

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
