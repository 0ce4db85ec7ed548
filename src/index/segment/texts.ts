/**
 * Stored paragraphs. Offsets lead to every 16th record; each record begins with its length, so that those between can
 * be skipped.
 *
 * A record: kind, flags, and how many headings open, in one varint. If it is `LISTED`: the depth of the list, and the
 * code of the item that begins, or the number of the item plus that of codes (varints). Unless it is `NEXT_LINE`: its
 * first line minus the last line before it, and its last line minus its first (zigzag varints). Unless it has
 * `SAME_HEADINGS`: how many headings of the record before it keeps and how many it adds, and each added one by length
 * and words. Then the words of the text (vocabulary.ts). The first record of 16 does not depend on the one before.
 */

import type { BlockKind, ListPlace } from '../types.js';
import { ByteReader, BytesInOrder, ByteWriter } from './bytes.js';
import { NumberList } from './number-list.js';
import type { PackedTexts } from './texts/packed-texts.js';
import type { CodedText, Vocabulary } from './texts/vocabulary.js';
import type { VocabularyWriter } from './texts/vocabulary-writer.js';

/** How many paragraphs share one offset. */
export const TEXT_BLOCK = 16;

/** The index of a kind is its number in the file. */
const KINDS: readonly BlockKind[] = ['prose', 'list', 'quote', 'code', 'table', 'heading'];
const KIND = 7;
/** Its headings are those of the record before. */
const SAME_HEADINGS = 8;
/** It is one line, the second after the paragraph before: most paragraphs are one line, with an empty one before. */
const NEXT_LINE = 16;
const NEXT = 2;
/** It is in a list. */
const LISTED = 32;
const OPENS = 64;
/** What begins at a paragraph of a list, by code; items with numbers have higher codes. */
const ITEMS: readonly Exclude<ListPlace['item'], number>[] = [null, 'bullet', 'open', 'done'];

/** A paragraph as it is stored: kind, opens, first line, last line, its place in lists, headings, text. */
export type StoredParagraph<Text = string> = [
  BlockKind,
  number,
  number,
  number,
  ListPlace | undefined,
  readonly string[],
  Text,
];

/** The sections of a segment that hold its paragraphs. */
interface FrozenTexts {
  offsets: readonly number[];
  texts: Uint8Array;
}

/** Writes the paragraphs of a segment. All texts must be added before the first can be written. */
export class TextWriter {
  private readonly heads = new ByteWriter();
  /** By record: where its head (what comes before the texts) ends, and how many headings it adds. */
  private readonly ends = new NumberList();
  private readonly added = new NumberList();
  private headings: readonly string[] = [];
  private line = 0;

  /** @param words takes the texts; it must be given no others meanwhile */
  constructor(private readonly words: VocabularyWriter) {}

  add([kind, opens, first, last, list, headings, text]: StoredParagraph<string | CodedText>): void {
    const { heads, words } = this;
    const begins = this.ends.length % TEXT_BLOCK === 0;
    if (begins) {
      this.headings = [];
      this.line = 0;
    }
    const kept = sharedBeginning(this.headings, headings);
    const same = !begins && kept === headings.length && kept === this.headings.length;
    const next = first === this.line + NEXT && last === first;
    const flags = (same ? SAME_HEADINGS : 0) + (next ? NEXT_LINE : 0) + (list === undefined ? 0 : LISTED);
    heads.varint(KINDS.indexOf(kind) + flags + opens * OPENS);
    if (list !== undefined) {
      heads.varint(list.depth);
      heads.varint(itemCode(list.item));
    }
    if (!next) {
      heads.varint(zigzag(first - this.line));
      heads.varint(zigzag(last - first));
    }
    if (!same) {
      heads.varint(kept);
      heads.varint(headings.length - kept);
      for (const heading of headings.slice(kept)) words.add(heading);
    }
    this.added.push(same ? 0 : headings.length - kept);
    this.ends.push(heads.length);
    words.add(text);
    this.headings = headings;
    this.line = last;
  }

  /** The writer is used up. @param packed is at the first of the texts that were added here */
  finish(packed: PackedTexts): FrozenTexts {
    const added = this.added.view();
    const heads = new BytesInOrder(this.heads.view());
    const ends = this.ends.view();
    const out = new ByteWriter();
    const record = new ByteWriter();
    const heading = new ByteWriter();
    const offsets: number[] = [];
    let from = 0;
    for (let number = 0; number < ends.length; number++) {
      const end = ends[number] ?? 0;
      if (number % TEXT_BLOCK === 0) offsets.push(out.length);
      record.clear();
      heads.copyTo(record, end - from);
      for (let left = added[number] ?? 0; left > 0; left--) {
        heading.clear();
        packed.writeNext(heading);
        record.varint(heading.length);
        record.copy(heading);
      }
      packed.writeNext(record);
      out.varint(record.length);
      out.copy(record);
      from = end;
    }
    this.heads.clear();
    return { offsets: [...offsets, out.length], texts: out.view() };
  }
}

/** Where the words of a heading stand in the bytes of all texts. */
interface Span {
  from: number;
  to: number;
}

/**
 * Where the words of a paragraph's own text stand, as numbers of the vocabulary, in `codes`; and those of the headings
 * that begin at it.
 */
interface TextPlace extends Span {
  codes: Uint8Array;
  opened: readonly Span[];
}

/** What a record has before its text, and where that stands. */
interface Head extends Span {
  code: number;
  first: number;
  last: number;
  list: ListPlace | undefined;
  headings: readonly Span[];
}

/** Reads paragraphs from the sections of a segment. */
export class StoredTexts {
  constructor(
    private readonly offsets: Uint32Array,
    private readonly texts: Uint8Array,
    private readonly vocabulary: Vocabulary,
  ) {}

  /** @param number below the number of paragraphs */
  read(number: number): StoredParagraph {
    const [kind, opens, first, last, list, headings, { codes, from, to }] = this.readCoded(number);
    return [kind, opens, first, last, list, headings, this.vocabulary.read(codes, from, to)];
  }

  /** As `read`, with the text as it is stored. @param number below the number of paragraphs */
  readCoded(number: number): StoredParagraph<CodedText> {
    const { texts, vocabulary } = this;
    const { code, first, last, list, headings, from, to } = this.find(number);
    return [
      kindOf(code),
      Math.floor(code / OPENS),
      first,
      last,
      list,
      headings.map((heading) => vocabulary.read(texts, heading.from, heading.to)),
      { vocabulary, codes: texts, from, to },
    ];
  }

  /** What kind of text a paragraph is. @param number below the number of paragraphs */
  kind(number: number): BlockKind {
    return kindOf(this.find(number).code);
  }

  /** Where the words of a paragraph stand. @param number below the number of paragraphs */
  place(number: number): TextPlace {
    const { code, headings, from, to } = this.find(number);
    return { codes: this.texts, from, to, opened: headings.slice(headings.length - Math.floor(code / OPENS)) };
  }

  private find(number: number): Head {
    const reader = new ByteReader(this.texts, this.offsets[Math.floor(number / TEXT_BLOCK)] ?? 0);
    const headings: Span[] = [];
    let line = 0;
    for (let left = number % TEXT_BLOCK; ; left--) {
      const length = reader.varint();
      const end = reader.at + length;
      const code = reader.varint();
      const list = (code & LISTED) === 0 ? undefined : { depth: reader.varint(), item: itemOf(reader.varint()) };
      const next = (code & NEXT_LINE) !== 0;
      const first = line + (next ? NEXT : unzigzag(reader.varint()));
      const last = next ? first : first + unzigzag(reader.varint());
      if ((code & SAME_HEADINGS) === 0) readHeadings(reader, headings);
      if (left === 0) return { code, first, last, list, headings, from: reader.at, to: end };
      reader.at = end;
      line = last;
    }
  }
}

function kindOf(code: number): BlockKind {
  return KINDS[code & KIND] ?? 'prose';
}

function readHeadings(reader: ByteReader, headings: Span[]): void {
  headings.length = Math.min(headings.length, reader.varint());
  for (let added = reader.varint(); added > 0 && reader.at < reader.bytes.length; added--) {
    const length = reader.varint();
    headings.push({ from: reader.at, to: reader.at + length });
    reader.at += length;
  }
}

function itemCode(item: ListPlace['item']): number {
  return typeof item === 'number' ? item + ITEMS.length : ITEMS.indexOf(item);
}

function itemOf(code: number): ListPlace['item'] {
  return code < ITEMS.length ? (ITEMS[code] ?? null) : code - ITEMS.length;
}

function sharedBeginning(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return shared;
}

/** Maps small numbers of either sign to small ones without: 0, -1, 1, -2, … */
function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}
