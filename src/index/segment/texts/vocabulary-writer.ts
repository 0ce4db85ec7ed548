/** Writes a vocabulary, and texts as numbers of its words (vocabulary.ts): takes all texts of a segment, then gives each as bytes. */
import { deflateRawSync } from 'node:zlib';
import { kept } from '../../kept.js';
import { ByteWriter } from '../bytes.js';
import { FrontCoder } from '../front-coder.js';
import { NumberList } from '../number-list.js';
import { BY_CODE_UNITS, sortByText } from '../sort-texts.js';
import { cut, NO_PIECE, type Pieces } from './cut.js';
import { END_OF_TEXT, joinPairs, type Sequence } from './join-pairs.js';
import { NumberedPieces } from './numbered-pieces.js';
import { PackedTexts } from './packed-texts.js';
import { newNumbers } from './pages.js';
import { type CodedText, EntryReader, ONE_END, THREE_END, TWO_END, type Vocabulary } from './vocabulary.js';
import { HASH_START, WordTable } from './word-table.js';

const GROUP_ENDS = [ONE_END, TWO_END, THREE_END, Number.POSITIVE_INFINITY];

/**
 * How entries of another vocabulary translate to words of this one: by entry, where its words begin in `numbers`, and
 * how many they are, 0 until it is first met.
 */
interface Translation {
  starts: Uint32Array;
  lengths: Uint8Array;
  numbers: NumberList;
}

export class VocabularyWriter implements Pieces {
  /** Number 0 is taken by `END_OF_TEXT`, which is not written as a word. */
  private readonly table = new WordTable();
  /** The words of all texts by number, as varints: frequent words come up early, so their numbers take one byte. */
  private readonly sequence = new ByteWriter();
  /** How many words and ends of texts the sequence has. */
  private length = 0;
  /** By word: how often it stands in the texts. */
  private readonly counts = new NumberList();
  private readonly translations = new Map<Vocabulary, Translation>();
  /** The pieces of the text that was added last, if that was not coded. */
  readonly pieces = new NumberedPieces();

  constructor() {
    this.table.numberOf(NO_PIECE, 0, NO_PIECE.length, HASH_START);
    this.counts.push(0);
  }

  add(text: string | CodedText): void {
    this.pieces.clear();
    if (typeof text === 'string') cut(text, this);
    else this.translate(text);
    this.sequence.byte(END_OF_TEXT);
    this.length++;
  }

  /** Takes the next word of a text. */
  take(text: string, start: number, end: number, hash: number): void {
    const number = this.table.numberOf(text, start, end, hash);
    this.pieces.push(start, end, number);
    this.push(number);
  }

  private push(number: number): void {
    this.sequence.varint(number);
    this.length++;
    if (number === this.counts.length) this.counts.push(1);
    else this.counts.set(number, this.counts.at(number) + 1);
  }

  /** The same pieces as from `cut`, without decoding the text: it is cut where entries end, and an entry is cut as a text of its own. */
  private translate({ vocabulary, codes, from, to }: CodedText): void {
    const translation = kept(this.translations, vocabulary, () => newTranslation(vocabulary.size));
    const { starts, lengths, numbers } = translation;
    for (const reader = new EntryReader(codes, from); reader.at < to; ) {
      const entry = reader.next();
      if (lengths[entry] === 0) this.learn(translation, entry, vocabulary.entry(entry));
      const start = starts[entry] ?? 0;
      const end = start + (lengths[entry] ?? 0);
      for (let i = start; i < end; i++) this.push(numbers.at(i));
    }
  }

  private learn({ starts, lengths, numbers }: Translation, entry: number, text: string): void {
    const pieces: Pieces = { take: (...piece) => numbers.push(this.table.numberOf(...piece)) };
    starts[entry] = numbers.length;
    if (text === '') pieces.take('', 0, 0, HASH_START);
    else cut(text, pieces);
    lengths[entry] = numbers.length - (starts[entry] ?? 0);
  }

  /**
   * The bytes of the vocabulary, and a reader of the texts in the order in which they were added. The writer is used
   * up.
   * @param joins whether what often stands side by side becomes entries
   */
  finish(joins: boolean): { packed: Uint8Array; texts: PackedTexts } {
    const { words } = this.table;
    const empty = this.table.numberOf('', 0, 0, HASH_START);
    const pieces = words.length;
    const cut: Sequence = { numbers: this.sequence, length: this.length, counts: this.counts.view() };
    const { numbers, counts } = joins ? joinPairs(cut, words, empty) : cut;
    const entries = inOrderOfCounts(counts);
    // Only the length of a number matters. Within one length, alphabetical order makes front-coding shorter.
    for (const [i, end] of GROUP_ENDS.entries()) {
      const group = entries.subarray(i === 0 ? 0 : GROUP_ENDS[i - 1], end);
      sortByText(group.sort(), words, BY_CODE_UNITS);
    }
    const packed = pack(
      Array.from(entries, (number) => words[number] ?? ''),
      words.length - pieces,
    );
    const texts = new PackedTexts(numbers, ranksOf(entries, words.length));
    this.table.clear();
    return { packed, texts };
  }
}

/** By number of a word: its place among the entries. A function of its own, as is each long loop (write/occurrences.ts). */
function ranksOf(entries: Uint32Array, words: number): Uint32Array {
  const rank = newNumbers(words);
  for (let i = 0; i < entries.length; i++) rank[entries[i] ?? 0] = i;
  return rank;
}

/** The numbers of the words that were counted, the most frequent first. Sorted as doubles, which the engine does natively. */
function inOrderOfCounts(counts: Uint32Array): Uint32Array {
  const words = counts.length;
  const most = counts.reduce((most, count) => Math.max(most, count), 0);
  const keys = new Float64Array(counts).map((count, number) => (most - count) * words + number);
  keys[END_OF_TEXT] = most * words;
  const counted = keys.sort().subarray(
    0,
    keys.findIndex((key) => key >= most * words),
  );
  return new Uint32Array(counted.map((key) => key % words));
}

function newTranslation(entries: number): Translation {
  return { starts: newNumbers(entries), lengths: new Uint8Array(entries), numbers: new NumberList() };
}

/**
 * The bytes of a vocabulary: varints with the number of entries that are joined, of all entries, and of their bytes; then the entries,
 * front-coded (the length shared with the entry before, the length of the rest, the rest) and deflated.
 */
function pack(entries: readonly string[], joined: number): Uint8Array {
  const coded = new ByteWriter();
  let bytes = 0;
  const coder = new FrontCoder();
  for (const entry of entries) {
    const shared = coder.next(entry);
    coded.varint(shared);
    coded.varint(coder.length - shared);
    coder.writeRest(coded, shared);
    bytes += coder.length;
  }
  const out = new ByteWriter();
  out.varint(joined);
  out.varint(entries.length);
  out.varint(bytes);
  out.append(deflateRawSync(coded.view()));
  return out.view();
}
