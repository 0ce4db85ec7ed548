/**
 * Finds the words of a segment within a few edits of a word, in one walk over the sorted dictionary: what neighbouring
 * words have in common is read once, and all words are skipped whose beginning is too far off already.
 *
 * An edit is an insertion, deletion or substitution of a character, or a swap of two neighbours (restricted
 * Damerau-Levenshtein). The states are those of the bit-parallel automaton of Wu and Manber (1992), extended by swaps:
 * for each number of edits, a bit for each length of the beginning of the word that may have been read. It works on
 * code points, so that edits are the same in every script.
 */

import { TermWalk } from '../segment/term-walk.js';
import type { Segment } from '../segment.js';
import { FIRST_FORM } from '../words/term-keys.js';

/** Longest word that is looked for, in code points: its states must fit the bits of a number. */
export const MAX_NEAR_LENGTH = 30;

/** Greater than every code point. */
const NONE = 0x110000;

/** A word of the dictionary, by its number, and its distance in edits. */
interface NearWord {
  number: number;
  distance: number;
}

/**
 * All words from 0 to `edits` edits away, in the order of the dictionary. None where `word` is empty or longer than
 * `MAX_NEAR_LENGTH`.
 * @param edits 0 to 3: each makes the walk several times as long
 * @param from and to the term numbers to look at, half-open; all surface words by default
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
    if (walk.read()) {
      const distance = walk.distance();
      if (distance <= edits) near.push({ number: terms.number, distance });
      if (!terms.next(to)) return near;
    } else if (!walk.leap(to)) {
      return near;
    }
  }
}

/** Of a shorter word, hardly more is ruled out by its end than by a walk. */
const LEAST_LENGTH = 5;
/** An edit that touches the last two characters leaves all but so many of a word as they are, at its beginning. */
const LAST = 3;

/**
 * The words one edit away from `word` that begin with the same character, by their numbers, in the order of the
 * dictionary. None where `word` is empty.
 * @param word of at most `MAX_NEAR_LENGTH` characters
 */
export function oneEditAway(segment: Segment, word: string): number[] {
  const letters = [...word];
  const [first] = letters;
  if (first === undefined) return [];
  const ends = segment.wordEnds(first);
  const alike = letters.length < LEAST_LENGTH ? null : ends.like(word);
  const range =
    alike === null ? ([ends.from, ends.to] as const) : segment.prefixRange(letters.slice(0, -LAST).join(''));
  const walked = nearWords(segment, word, 1, ...range);
  const near = new Set(walked.flatMap(({ number, distance }) => (distance > 0 ? [number] : [])));
  for (const number of alike ?? []) if (isOneEdit(letters, [...segment.term(number)])) near.add(number);
  return [...near].sort((a, b) => a - b);
}

/** Whether two words are exactly one edit apart. */
function isOneEdit(a: readonly string[], b: readonly string[]): boolean {
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a[start] === b[start]) start++;
  let end = 0;
  while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  // What is left between what both begin and end with.
  const [inA, inB] = [a.length - start - end, b.length - start - end];
  if (inA === 2 && inB === 2) return a[start] === b[start + 1] && a[start + 1] === b[start];
  return inA + inB > 0 && inA <= 1 && inB <= 1;
}

/** The states after each character of the word being read, kept for the next word as far as both begin alike. */
class Walk {
  private readonly letters: readonly number[];
  private readonly ascii = new Int32Array(128);
  private readonly others = new Map<number, number>();
  private readonly all: number;
  private readonly full: number;
  /** By depth, in characters read: `levels` states each, the last character, and the number of bytes. */
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
    this.letters = letters;
    for (const [i, letter] of letters.entries()) this.setPlaces(letter, this.placesOf(letter) | (1 << i));
    this.full = 1 << letters.length;
    this.all = this.full * 2 - 1;
    this.levels = edits + 1;
    for (let e = 0; e < this.levels; e++) this.states[e] = ((1 << (e + 1)) - 1) & this.all;
  }

  /** Reads the word under the walk; false where its first `depth` characters cannot be continued to one that is near. */
  read(): boolean {
    const { bytes, length, shared } = this.terms;
    while ((this.ends[this.depth] ?? 0) > shared) this.depth--;
    let at = this.ends[this.depth] ?? 0;
    while (at < length) {
      const lead = bytes[at] ?? 0;
      const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      let character = size === 1 ? lead : lead & (0x7f >> size);
      for (let i = 1; i < size; i++) character = (character << 6) | ((bytes[at + i] ?? 0) & 0x3f);
      at += size;
      if (!this.step(character, at)) return false;
    }
    return true;
  }

  /** Skips to the next word that the rejected beginning does not rule out; false where there is none before `to`. */
  leap(to: number): boolean {
    const end = this.ends[this.depth] ?? 0;
    const before = this.ends[this.depth - 1] ?? 0;
    const next = this.nextCharacter();
    if (next === NONE && before > 0) return this.terms.leap(before, to);
    const isByte = next < 0x80 && end === before + 1;
    return this.terms.leap(end, to, isByte ? next : 0);
  }

  /** The least character above the one read last that could stand in its place; 0 where any could. */
  private nextCharacter(): number {
    const { letters, states, levels, characters } = this;
    const depth = this.depth - 1;
    const character = characters[this.depth] ?? 0;
    const last = depth * levels + levels - 1;
    for (let state = depth * levels; state < last; state++) if (states[state] !== 0) return 0;
    // All edits are used up. So it is either what the word has at this place,
    let next = NONE;
    for (let rest = (states[last] ?? 0) & ~this.full; rest !== 0; rest &= rest - 1) {
      const letter = letters[31 - Math.clz32(rest & -rest)] ?? 0;
      if (letter > character && letter < next) next = letter;
    }
    if (levels === 1 || depth === 0) return next;
    // or the character that is swapped with the one before.
    for (let rest = states[last - levels - 1] ?? 0; rest !== 0; rest &= rest - 1) {
      const i = 31 - Math.clz32(rest & -rest);
      const letter = letters[i] ?? 0;
      if (letters[i + 1] === characters[depth] && letter > character && letter < next) next = letter;
    }
    return next;
  }

  /** The edits between the word and the one read to its end; more than allowed where it is not near. */
  distance(): number {
    const base = this.depth * this.levels;
    for (let e = 0; e < this.levels; e++) if (((this.states[base + e] ?? 0) & this.full) !== 0) return e;
    return this.levels;
  }

  /** Reads one more character; false where no state is left. */
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
        // Insertion, substitution, deletion; and a swap with the character before.
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
