/**
 * Joins what often stands side by side in the texts of a segment to entries of its vocabulary, pairs first, then pairs of
 * these: byte pair encoding over words (Gage 1994), many pairs in a round.
 */
import { BytesInOrder, ByteWriter } from '../bytes.js';
import { newNumbers } from './pages.js';
import { PairCounts } from './pairs.js';
import { isWord } from './vocabulary.js';

/** Marks the end of a text in the sequence of word numbers; words have the numbers above it. */
export const END_OF_TEXT = 0;

/** A pair that occurs less often costs more in the vocabulary than it saves. */
const MIN_PAIRS = 8;
/** Each round reads all texts twice: there is another as long as the one before made them shorter by this share. */
const WORTH = 0.05;
/** An entry has at most two pieces to the power of this, whose number is kept in a byte. */
const MAX_ROUNDS = 6;

/** The words of all texts by number, as varints, how many they are, with the ends of texts, and how often each word is there. */
export interface Sequence {
  numbers: ByteWriter;
  length: number;
  counts: Uint32Array;
}

/**
 * The same texts with what is joined, which gets the numbers behind those of `words`. `sequence` is used up.
 * @param words the texts of words by number; those that are joined are added
 * @param never the number of a word that is joined with no other
 */
export function joinPairs(sequence: Sequence, words: string[], never: number): Sequence {
  let texts = sequence;
  for (let round = 0, shorter = 1; round < MAX_ROUNDS && shorter >= WORTH; round++) {
    const before = texts;
    texts = joinOnce(before, words, never);
    shorter = 1 - texts.length / before.length;
    before.numbers.clear();
  }
  return texts;
}

function joinOnce({ numbers, length, counts }: Sequence, words: string[], never: number): Sequence {
  // A pair is never more frequent than its words, so rare words, which most are, are left out.
  const joins = Uint8Array.from(counts, (count) => Number(count >= MIN_PAIRS));
  joins[END_OF_TEXT] = 0;
  joins[never] = 0;
  const before = numbers.view();
  const pairs = countPairs(before, length, joins);
  pairs.keep(MIN_PAIRS, words.length, (a, b) => words.push(joined(words[a] ?? '', words[b] ?? '')));
  return replace(before, length, joins, pairs, words.length);
}

function countPairs(numbers: Uint8Array, length: number, joins: Uint8Array): PairCounts {
  const pairs = new PairCounts(length);
  const reader = new BytesInOrder(numbers);
  for (let i = 0, a = END_OF_TEXT; i < length; i++) {
    const b = reader.varint();
    if (joins[a] === 1 && joins[b] === 1) pairs.count(a, b);
    a = b;
  }
  return pairs;
}

/** Each pair that was kept becomes its number, from the beginning of a text on. */
function replace(numbers: Uint8Array, length: number, joins: Uint8Array, pairs: PairCounts, words: number): Sequence {
  const replaced = new ByteWriter();
  const counts = newNumbers(words);
  const reader = new BytesInOrder(numbers);
  let left = 0;
  // Past the last word, which ends a text, zeros are read: ends of texts, which join with nothing.
  for (let i = 0, a = reader.varint(); i < length; i++, left++) {
    const b = reader.varint();
    const pair = joins[a] === 1 && joins[b] === 1 ? pairs.numberOf(a, b) : -1;
    const taken = pair >= 0 ? pair : a;
    replaced.varint(taken);
    counts[taken] = (counts[taken] ?? 0) + 1;
    a = b;
    if (pair < 0) continue;
    a = reader.varint();
    i++;
  }
  return { numbers: replaced, length: left, counts };
}

function joined(a: string, b: string): string {
  return isWord(a.charCodeAt(a.length - 1)) && isWord(b.charCodeAt(0)) ? `${a} ${b}` : a + b;
}
