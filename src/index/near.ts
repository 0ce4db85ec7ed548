/**
 * The words of a segment within a few edits of a word: one walk over the sorted dictionary, which reads what neighbours have in common
 * once and leaps over all words behind a beginning that is too far off already.
 *
 * An edit is an insertion, deletion or substitution of a character, or a swap of two neighbours (restricted Damerau-Levenshtein). States
 * are those of the bit-parallel automaton of Wu and Manber (1992) with swaps: for each number of edits a bit for each length of the
 * word's beginning that can have been read. By code points, so that every script has the same edits.
 */
import { FIRST_FORM } from './analyze.js';
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
  const walk = new Walk(segment, word, edits);
  for (let number = from; number < to; ) {
    if (!walk.read(number)) {
      number = walk.behind(number, to);
      continue;
    }
    const distance = walk.distance();
    if (distance <= edits) near.push({ number, distance });
    number++;
  }
  return near;
}

/** States after each character of the word that is being read: kept from one word to the next as far as both begin alike. */
class Walk {
  private readonly letters: readonly number[];
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
  /** Where the word that was read last begins in the dictionary's bytes, and how many of its bytes were read. */
  private start = 0;

  constructor(
    private readonly segment: Segment,
    word: string,
    edits: number,
  ) {
    this.letters = [...word].map((letter) => letter.codePointAt(0) ?? 0);
    const { letters } = this;
    for (const [i, letter] of letters.entries()) this.setPlaces(letter, this.placesOf(letter) | (1 << i));
    this.full = 1 << letters.length;
    this.all = this.full * 2 - 1;
    this.levels = edits + 1;
    for (let e = 0; e < this.levels; e++) this.states[e] = ((1 << (e + 1)) - 1) & this.all;
  }

  /** Reads a word; false where its first `depth` characters cannot be continued to one that is near. */
  read(number: number): boolean {
    const { terms } = this.segment;
    const start = this.segment.termStart(number);
    const end = this.segment.termStart(number + 1);
    const known = this.ends[this.depth] ?? 0;
    let same = 0;
    while (same < known && start + same < end && terms[start + same] === terms[this.start + same]) same++;
    while ((this.ends[this.depth] ?? 0) > same) this.depth--;
    this.start = start;
    let at = start + (this.ends[this.depth] ?? 0);
    while (at < end) {
      const lead = terms[at] ?? 0;
      const character = lead < 0x80 ? lead : characterAt(terms, at);
      at += sizeOf(lead);
      if (!this.step(character, at - start)) return false;
    }
    return true;
  }

  /** The edits between the word and the one that was read whole; more than were allowed where it is not near. */
  distance(): number {
    const base = this.depth * this.levels;
    for (let e = 0; e < this.levels; e++) if (((this.states[base + e] ?? 0) & this.full) !== 0) return e;
    return this.levels;
  }

  /** The first word behind `number`, which could not be continued, that may be: all that begin as it does are leapt over. */
  behind(number: number, to: number): number {
    const before = this.depth - 1;
    // Where no edit is left, only some characters can follow: what stands before the next of them is leapt over, too.
    return this.isClosed(before)
      ? this.leap(number, to, this.ends[before] ?? 0, this.nextCharacter(before, this.characters[this.depth] ?? 0))
      : this.leap(number, to, this.ends[this.depth] ?? 0, NO_CHARACTER);
  }

  /** Whether all states after `depth` characters have made every edit. */
  private isClosed(depth: number): boolean {
    const base = depth * this.levels;
    for (let e = 0; e < this.levels - 1; e++) if (this.states[base + e] !== 0) return false;
    return true;
  }

  /** The least character above `character` that continues what was read up to a closed `depth`; `NO_CHARACTER` where there is none. */
  private nextCharacter(depth: number, character: number): number {
    const { letters, states, levels } = this;
    const base = depth * levels;
    const same = states[base + levels - 1] ?? 0;
    let swapped = 0;
    if (depth > 0) {
      for (let e = 0; e < levels - 1; e++) swapped |= states[base - levels + e] ?? 0;
      swapped &= this.placesOf(this.characters[depth] ?? 0) >> 1;
    }
    let next = NO_CHARACTER;
    for (let i = 0; i < letters.length; i++) {
      const letter = letters[i] ?? 0;
      if (((same | swapped) & (1 << i)) !== 0 && letter > character && letter < next) next = letter;
    }
    return next;
  }

  /**
   * The first word behind `number` that does not begin with the same `length` bytes, or goes on with `character` or a later one; leaps are
   * doubled, then halved.
   */
  private leap(number: number, to: number, length: number, character: number): number {
    let low = number + 1;
    let high = low;
    for (let step = 1; high < to && this.isBefore(high, length, character); step *= 2) {
      low = high + 1;
      high = Math.min(to, high + step);
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.isBefore(middle, length, character)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private isBefore(number: number, length: number, character: number): boolean {
    const { terms } = this.segment;
    const start = this.segment.termStart(number);
    const size = this.segment.termStart(number + 1) - start;
    if (size < length) return false;
    for (let i = 0; i < length; i++) if (terms[start + i] !== terms[this.start + i]) return false;
    return character === NO_CHARACTER || size === length || characterAt(terms, start + length) < character;
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

/** Above every code point. */
const NO_CHARACTER = 0x110000;

/** How many bytes of UTF-8 begin with this one. */
function sizeOf(lead: number): number {
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** The code point that begins at a byte of UTF-8. */
function characterAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const size = sizeOf(lead);
  let character = size === 1 ? lead : lead & (0x7f >> size);
  for (let i = 1; i < size; i++) character = (character << 6) | ((bytes[at + i] ?? 0) & 0x3f);
  return character;
}
