/** Writes texts as numbers of their words, which vocabulary.ts tells of: takes all texts of a segment, then gives each as bytes. */
import { deflateRawSync } from 'node:zlib';
import { BytesInOrder, ByteWriter } from './bytes.js';
import { cut, NO_PIECE, type Take } from './cut.js';
import { NumberList } from './number-list.js';
import { newNumbers } from './pages.js';
import { PairCounts } from './pairs.js';
import {
  type CodedText,
  EntryReader,
  isWord,
  MORE_BYTES,
  ONE_END,
  THREE_BYTES,
  THREE_END,
  TWO_BYTES,
  TWO_END,
  type Vocabulary,
} from './vocabulary.js';
import { HASH_START, WordTable } from './word-table.js';

/** Ends each text in the sequence of word numbers, which begin behind it. */
const END_OF_TEXT = 0;

const GROUP_ENDS = [ONE_END, TWO_END, THREE_END, Number.POSITIVE_INFINITY];

/** A pair that stands at fewer places costs more to name than it saves. */
const MIN_PAIRS = 8;

/** The words of this vocabulary that the entries of another are made of: of each entry where they begin, and how many, 0 before it is met. */
interface Translation {
  starts: Uint32Array;
  lengths: Uint8Array;
  numbers: NumberList;
}

/** Takes all texts of a segment, in order, and then gives each as bytes. */
export class VocabularyWriter {
  /** The first is what ends a text, and is written as no word. */
  private readonly table = new WordTable();
  /** The numbers of all texts' words, as varints: frequent words come up early, and their numbers take a byte. */
  private readonly sequence = new ByteWriter(1 << 14);
  /** Words and ends of texts in the sequence. */
  private length = 0;
  /** By word, how often it stands in the texts. */
  private readonly counts = new NumberList();
  private readonly translations = new Map<Vocabulary, Translation>();

  constructor() {
    this.table.numberOf(NO_PIECE, 0, NO_PIECE.length, HASH_START);
    this.counts.push(0);
  }

  add(text: string | CodedText): void {
    if (typeof text === 'string') cut(text, this.take);
    else this.translate(text);
    this.sequence.byte(END_OF_TEXT);
    this.length++;
  }

  private readonly take: Take = (text, start, end, hash) => {
    this.push(this.table.numberOf(text, start, end, hash));
  };

  private push(number: number): void {
    this.sequence.varint(number);
    this.length++;
    if (number === this.counts.length) this.counts.push(1);
    else this.counts.set(number, this.counts.at(number) + 1);
  }

  /** As `cut` of the text, which is never put together: it is cut where an entry ends, and within an entry as that alone. */
  private translate({ vocabulary, codes, from, to }: CodedText): void {
    const translation = this.translations.get(vocabulary) ?? newTranslation(vocabulary.size);
    this.translations.set(vocabulary, translation);
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
    const take: Take = (...piece) => numbers.push(this.table.numberOf(...piece));
    starts[entry] = numbers.length;
    if (text === '') take('', 0, 0, HASH_START);
    else cut(text, take);
    lengths[entry] = numbers.length - (starts[entry] ?? 0);
  }

  /**
   * The vocabulary's bytes, and a reader of the texts in the order in which they were added. The writer is used up.
   * @param joins whether pairs that are frequent become words of their own
   */
  finish(joins: boolean): { packed: Uint8Array; texts: PackedTexts } {
    const { words } = this.table;
    const { sequence, counts, pairs } = joins
      ? this.joinPairs()
      : { sequence: this.sequence, counts: this.counts.view(), pairs: 0 };
    const byCount = words.flatMap((_, number) => (number !== END_OF_TEXT && (counts[number] ?? 0) > 0 ? [number] : []));
    byCount.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
    // Only how many bytes a number takes counts; among equals neighbours in the alphabet share beginnings.
    const entries = GROUP_ENDS.flatMap((end, i) =>
      byCount
        .slice(i === 0 ? 0 : GROUP_ENDS[i - 1], end)
        .sort((a, b) => compare(words[a] ?? '', words[b] ?? '') || a - b),
    );
    const rank = newNumbers(words.length);
    for (const [i, number] of entries.entries()) rank[number] = i;
    const packed = pack(
      entries.map((number) => words[number] ?? ''),
      pairs,
    );
    return { packed, texts: new PackedTexts(sequence, rank) };
  }

  private joinPairs(): Sequence {
    const { words } = this.table;
    // A pair is never more frequent than its words, and most words are rare.
    const joins = Uint8Array.from(this.counts.view(), (count) => Number(count >= MIN_PAIRS));
    joins[this.table.numberOf('', 0, 0, HASH_START)] = 0;
    const { length } = this;
    const pairs = new PairCounts(length);
    const before = this.sequence.view();
    const first = new BytesInOrder(before);
    for (let i = 0, a = END_OF_TEXT; i < length; i++) {
      const b = first.varint();
      if (joins[a] === 1 && joins[b] === 1) pairs.count(a, b);
      a = b;
    }
    const pieces = words.length;
    pairs.keep(MIN_PAIRS, pieces, (a, b) => words.push(joined(words[a] ?? '', words[b] ?? '')));
    const sequence = new ByteWriter(1 << 14);
    const counts = newNumbers(words.length);
    const second = new BytesInOrder(before);
    let a = second.varint();
    for (let i = 0; i < length; i++) {
      const b = second.varint();
      const pair = joins[a] === 1 && joins[b] === 1 ? pairs.numberOf(a, b) : -1;
      const taken = pair >= 0 ? pair : a;
      sequence.varint(taken);
      counts[taken] = (counts[taken] ?? 0) + 1;
      a = b;
      if (pair < 0) continue;
      a = second.varint();
      i++;
    }
    this.sequence.clear();
    return { sequence, counts, pairs: words.length - pieces };
  }
}

/** The numbers of all texts' words, how often each stands there, and how many of the words are pairs. */
interface Sequence {
  sequence: ByteWriter;
  counts: Uint32Array;
  pairs: number;
}

function newTranslation(entries: number): Translation {
  return { starts: newNumbers(entries), lengths: new Uint8Array(entries), numbers: new NumberList() };
}

/** The texts of a finished vocabulary, one after another. */
export class PackedTexts {
  private readonly reader: BytesInOrder;

  constructor(
    private readonly sequence: ByteWriter,
    private readonly rank: Uint32Array,
  ) {
    this.reader = new BytesInOrder(sequence.view());
  }

  /** Appends the next text's bytes. */
  writeNext(out: ByteWriter): void {
    for (let number = this.take(); number !== END_OF_TEXT; number = this.take()) writeCode(out, this.rank[number] ?? 0);
  }

  /** To be called when all texts were taken. */
  release(): void {
    this.sequence.clear();
  }

  private take(): number {
    return this.reader.varint();
  }
}

function writeCode(out: ByteWriter, entry: number): void {
  if (entry < ONE_END) {
    out.byte(entry);
  } else if (entry < TWO_END) {
    const rest = entry - ONE_END;
    out.byte(TWO_BYTES + (rest >> 8));
    out.byte(rest & 0xff);
  } else if (entry < THREE_END) {
    const rest = entry - TWO_END;
    out.byte(THREE_BYTES + (rest >> 16));
    out.byte((rest >> 8) & 0xff);
    out.byte(rest & 0xff);
  } else {
    out.byte(MORE_BYTES);
    out.varint(entry - THREE_END);
  }
}

/**
 * Front-coded (length shared with the entry before, length of the rest, the rest), deflated: how many entries are pairs, how many there are and
 * in how many bytes, then those.
 */
function pack(entries: readonly string[], pairs: number): Uint8Array {
  const coded = new ByteWriter(1 << 14);
  let bytes = 0;
  let previous: Uint8Array = new Uint8Array();
  for (const entry of entries) {
    const next = Buffer.from(entry);
    let shared = 0;
    while (shared < next.length && next[shared] === previous[shared]) shared++;
    coded.varint(shared);
    coded.varint(next.length - shared);
    coded.append(next.subarray(shared));
    bytes += next.length;
    previous = next;
  }
  const out = new ByteWriter();
  out.varint(pairs);
  out.varint(entries.length);
  out.varint(bytes);
  out.append(deflateRawSync(coded.view()));
  return out.view();
}

function joined(a: string, b: string): string {
  return isWord(lastCode(a)) && isWord(b.charCodeAt(0)) ? `${a} ${b}` : a + b;
}

function lastCode(text: string): number {
  return text.charCodeAt(text.length - 1);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
