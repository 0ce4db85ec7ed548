/** Splits a document's blocks into paragraphs: headings become context, long blocks are cut where a reader would pause. */
import { characterStart } from './characters.js';
import type { Block, LineRange, ListPlace, Paragraph, ParsedDocument } from './types.js';

/** A block up to this length (UTF-16 code units) stays whole. */
const LONGEST = 2_000;
/** The length aimed at for pieces of a longer block: each has half of it to one and a half times as much, but for the last. */
const TARGET = 1_000;

/** An open heading: what follows stands below it, until a heading of the same or an outer level. */
interface Heading {
  text: string;
  level: number;
  lines: LineRange;
  /** Whether any paragraph has it in its trail yet. */
  used: boolean;
}

/**
 * The paragraphs of a document, in order; at least one. A heading with nothing below it is a paragraph of its own, and
 * so is the title where there is nothing else. And the ordinal of the one where the title begins.
 */
export function split(parsed: ParsedDocument): { paragraphs: Paragraph[]; titleAt: number } {
  const paragraphs: Paragraph[] = [];
  const trail: Heading[] = [];
  /** The texts of the trail, one list for all paragraphs that have it. */
  let headings: readonly string[] = [];
  let titleAt = 1;

  const add = (kind: Block['kind'], text: string, lines: LineRange, list?: ListPlace): void => {
    let opens = 0;
    for (const heading of trail) {
      if (!heading.used) opens++;
      heading.used = true;
    }
    paragraphs.push({ ordinal: paragraphs.length + 1, kind, headings, opens, list, text, lines });
  };
  const closeTo = (level: number): void => {
    for (let last = trail.at(-1); last !== undefined && last.level >= level; last = trail.at(-1)) {
      trail.pop();
      headings = headings.slice(0, -1);
      if (!last.used) add('heading', last.text, last.lines);
    }
  };

  for (const [i, block] of parsed.blocks.entries()) {
    if (i === parsed.titleAt) titleAt = paragraphs.length + 1;
    if (block.text.trim() === '') continue;
    if (block.kind === 'heading') {
      const level = block.level ?? 1;
      closeTo(level);
      trail.push({ text: block.text, level, lines: block.lines, used: false });
      headings = [...headings, block.text];
    } else if (block.text.length <= LONGEST) {
      add(block.kind, block.text, block.lines, block.list);
    } else {
      let { list } = block;
      for (const piece of cut(block)) {
        add(block.kind, piece.text, piece.lines, list);
        // Further pieces continue the item.
        list &&= { ...list, item: null };
      }
    }
  }
  closeTo(0);
  if (paragraphs.length === 0) add('heading', parsed.title, [1, 1]);
  // Nothing may follow the title.
  return { paragraphs, titleAt: titleAt <= paragraphs.length ? titleAt : 1 };
}

/** The pieces of a long block. */
function* cut(block: Block): Generator<{ text: string; lines: LineRange }> {
  const { text } = block;
  const lineOf = lineFinder(block);
  const isCode = block.kind === 'code';
  let start = 0;
  while (start < text.length) {
    const end = text.length - start <= TARGET * 1.5 ? text.length : cutPoint(text, start, isCode);
    const piece = text.slice(start, end);
    const lead = isCode ? (/^(?:[^\S\n]*\n)+/.exec(piece)?.[0].length ?? 0) : piece.length - piece.trimStart().length;
    const trimmed = piece.slice(lead).trimEnd();
    if (trimmed !== '') {
      yield { text: trimmed, lines: [lineOf(start + lead), lineOf(start + lead + trimmed.length - 1)] };
    }
    start = end;
  }
}

/** Ends of lines. A break that survived reading was intended, so it is the best place in any kind of text. */
const LINE_END = /\n/g;
/**
 * Ends of sentences: a full stop that white space and no small letter follows, but not that of an initial, a number
 * (3. Oktober) or a title; in CJK, the full stop is enough.
 */
const SENTENCE_END =
  /(?<!(?<![\p{L}\p{N}])(?:\p{L}|\p{N}+|Mrs?|Ms|Mme|Dr|St|Prof|Hr|Fig|Nr|No|vs)(?=\.))[.!?…؟۔।]["'”’»)\]]{0,3}(?=\s{1,3}[^\s\p{Ll}])|[。！？｡]["'”’»）」』】]{0,3}/gu;
/** Ends of parts of a sentence, for one that is longer than a piece. */
const CLAUSE_END = /[,;:،؛]["'”’»)\]]{0,3}(?=\s)|[，、；：]/gu;
const WORD_END = /\s/g;

/** Where to cut the piece that begins at `start`. At least 1.5 targets of text must be left. Takes constant time. */
function cutPoint(text: string, start: number, isCode: boolean): number {
  const from = start + TARGET / 2;
  const window = text.slice(from, start + TARGET * 1.5);
  for (const ends of isCode ? [LINE_END, WORD_END] : [LINE_END, SENTENCE_END, CLAUSE_END, WORD_END]) {
    const place = nearest(window, ends, TARGET / 2);
    if (place !== null) return from + place;
  }
  return characterStart(text, start + TARGET);
}

/** The end of the match of `pattern` that ends nearest to `target`. */
function nearest(window: string, pattern: RegExp, target: number): number | null {
  let best: number | null = null;
  while (pattern.test(window)) {
    const end = pattern.lastIndex;
    if (best === null || Math.abs(end - target) < Math.abs(best - target)) best = end;
  }
  return best;
}

/**
 * Gives the source line of an offset into the block's text; offsets must not go back. Exact where the lines' starts are
 * known or the text has as many lines as the source; inside wrapped text of Markdown and HTML, in proportion.
 */
function lineFinder({ text, lines: [first, last], lineStarts, lineOffsets }: Block): (offset: number) => number {
  if (lineOffsets !== undefined) return finderIn(lineOffsets, first);
  let index = 0;
  let start = 0;
  let end = lineEnd(text, 0);
  const count = text.split('\n').length;
  const isExact = count === last - first + 1;
  const startOf = (line: number): number | undefined => lineStarts?.[line] ?? (isExact ? first + line : undefined);
  const isKnown = lineStarts !== undefined || isExact;
  return (offset) => {
    if (!isKnown) return first + Math.floor(((last - first + 1) * offset) / text.length);
    while (offset > end) {
      index++;
      start = end + 1;
      end = lineEnd(text, start);
    }
    const begins = startOf(index) ?? last;
    const next = index + 1 < count ? (startOf(index + 1) ?? last + 1) : last + 1;
    const span = Math.max(1, next - begins);
    return Math.min(last, begins + Math.floor((span * (offset - start)) / (end - start + 1)));
  };
}

function finderIn(lineOffsets: readonly number[], first: number): (offset: number) => number {
  let line = 0;
  return (offset) => {
    while ((lineOffsets[line + 1] ?? Number.POSITIVE_INFINITY) <= offset) line++;
    return first + line;
  };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
