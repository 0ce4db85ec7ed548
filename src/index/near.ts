/**
 * The words of a segment within a few edits of a word: one walk over the sorted dictionary, which reads what neighbours have in common
 * once and leaps over all words behind a beginning that is too far off already.
 *
 * An edit is an insertion, deletion or substitution of a character, or a swap of two neighbours (restricted Damerau-Levenshtein). States
 * are those of the bit-parallel automaton of Wu and Manber (1992) with swaps: for each number of edits a bit for each length of the
 * word's beginning that can have been read. By code points, so that every script has the same edits.
 */
import { FIRST_FORM } from './analyze.js';
import { TermWalk } from './dictionary.js';
import type { Segment } from './segment.js';

/** Longest word that is looked for, in code points: its states fit the bits of a number. */
export const MAX_NEAR_LENGTH = 30;

/** A word of the dictionary, by its number, and the edits that lie between. */
export interface NearWord {
  number: number;
  distance: number;
}

/**
 * All words from 0 to `edits` edits away, in the order of the dictionary. None where `word` is empty or longer than `MAX_NEAR_LENGTH`.
 * @param edits 0 to 3: each makes the walk several times as long
 * @param from and to the numbers to look at, half-open: all surface words where nothing is said
 */
export function nearWords(
  segment: Segment,
  word: string,
  edits: number,
  from = 0,
  to = segment.lowerBound(FIRST_FORM),
): NearWord[] {
  const near: NearWord[] = [];
  const length = [...word].length;
  if (length === 0 || length > MAX_NEAR_LENGTH) return near;
  if (from >= to) return near;
  const terms = new TermWalk(segment.dictionary, from);
  const walk = new Walk(terms, word, edits);
  for (;;) {
    const length = walk.read();
    if (length > 0) {
      if (!terms.leap(length, to)) return near;
      continue;
    }
    const distance = walk.distance();
    if (distance <= edits) near.push({ number: terms.number, distance });
    if (terms.number + 1 >= to) return near;
    terms.next();
  }
}

/** States after each character of the word that is being read: kept from one word to the next as far as both begin alike. */
class Walk {
  private readonly ascii = new Int32Array(128);
  private readonly others = new Map<number, number>();
  private readonly all: number;
  private readonly full: number;
  /** After `depth` characters: `levels` states each, the character itself, and how many bytes they are. */
  private readonly levels: number;
  private readonly states: number[] = [];
  private readonly characters: number[] = [0];
  private readonly ends: number[] = [0];
  private depth = 0;

  constructor(
    private readonly terms: TermWalk,
    word: string,
    edits: number,
  ) {
    const letters = [...word].map((letter) => letter.codePointAt(0) ?? 0);
    for (const [i, letter] of letters.entries()) this.setPlaces(letter, this.placesOf(letter) | (1 << i));
    this.full = 1 << letters.length;
    this.all = this.full * 2 - 1;
    this.levels = edits + 1;
    for (let e = 0; e < this.levels; e++) this.states[e] = ((1 << (e + 1)) - 1) & this.all;
  }

  /** Reads the word under the walk; returns 0, or how many of its bytes cannot be continued to a word that is near. */
  read(): number {
    const { bytes, length, shared } = this.terms;
    while ((this.ends[this.depth] ?? 0) > shared) this.depth--;
    let at = this.ends[this.depth] ?? 0;
    while (at < length) {
      const lead = bytes[at] ?? 0;
      const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      let character = size === 1 ? lead : lead & (0x7f >> size);
      for (let i = 1; i < size; i++) character = (character << 6) | ((bytes[at + i] ?? 0) & 0x3f);
      at += size;
      if (!this.step(character, at)) return at;
    }
    return 0;
  }

  /** The edits between the word and the one that was read whole; more than were allowed where it is not near. */
  distance(): number {
    const base = this.depth * this.levels;
    for (let e = 0; e < this.levels; e++) if (((this.states[base + e] ?? 0) & this.full) !== 0) return e;
    return this.levels;
  }

  /** One more character; false where no state is left. */
  private step(character: number, bytes: number): boolean {
    const { states, levels, depth, all } = this;
    const before = depth * levels;
    const now = before + levels;
    const places = this.placesOf(character);
    const swapped = depth > 0 ? places & (this.placesOf(this.characters[depth] ?? 0) >> 1) : 0;
    let any = 0;
    for (let e = 0; e < levels; e++) {
      const same = states[before + e] ?? 0;
      let next = (same & places) << 1;
      if (e > 0) {
        const fewer = states[before + e - 1] ?? 0;
        // Inserted, substituted; deleted; swapped with the character before it.
        next |= fewer | (fewer << 1) | ((states[now + e - 1] ?? 0) << 1);
        if (swapped !== 0) next |= ((states[before - levels + e - 1] ?? 0) & swapped) << 2;
      }
      next &= all;
      states[now + e] = next;
      any |= next;
    }
    this.depth = depth + 1;
    this.characters[this.depth] = character;
    this.ends[this.depth] = bytes;
    return any !== 0;
  }

  private placesOf(character: number): number {
    return character < 128 ? (this.ascii[character] ?? 0) : (this.others.get(character) ?? 0);
  }

  private setPlaces(character: number, places: number): void {
    if (character < 128) this.ascii[character] = places;
    else this.others.set(character, places);
  }
}
