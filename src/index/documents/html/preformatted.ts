/** Reads what stands in `<pre>` as plain text where that is prose: mails in archives, manuals, licences. */
import type { Block, LineRange } from '../../types.js';
import { readTextBlocks } from '../text.js';

/** A shorter text, in code units, is one paragraph: an example, which also shows how it is written. */
const SHORT = 1_000;
/** So many breaks of prose are in the midst of a sentence. Of 1,235 texts, four listings had as many: of Haskell, and of a terminal. */
const WRAPPED = 0.18;
const BREAK = /.\n(?=.)/g;
/** A break between words, the second in small letters. Between statements of a program, there mostly is a sign. */
const IN_SENTENCE = /\p{L}\n[ \t]*(?:\p{Lo}|\p{Ll}[\p{L}’'-]*[,.;:]?\s)/gu;

/**
 * The blocks of a preformatted text: code, or where it is prose those of plain text. What is a heading by its lines has no
 * level among those of the page, so that none is.
 */
export function preformatted(text: string, lines: LineRange): Block[] {
  return (text.length < SHORT ? null : proseIn(text, lines[0] - 1)) ?? [{ kind: 'code', text, lines }];
}

/** @param before how many lines of the source stand above the text */
function proseIn(text: string, before: number): Block[] | null {
  const least = Math.max(1, WRAPPED * count(text, BREAK));
  // Most listings end here, and are not read twice.
  if (count(text, IN_SENTENCE) < least) return null;
  const blocks = readTextBlocks(text);
  const source = text.split('\n');
  let wrapped = 0;
  for (const { kind, text: own, lines } of blocks) {
    const undone = kind === 'code' ? 0 : lines[1] - lines[0] + 1 - own.split('\n').length;
    if (undone > 0) wrapped += Math.min(undone, count(source.slice(lines[0] - 1, lines[1]).join('\n'), IN_SENTENCE));
  }
  if (wrapped < least) return null;
  return blocks.map(({ lineStarts, ...block }) => ({
    ...block,
    kind: block.kind === 'heading' ? 'prose' : block.kind,
    lines: [before + block.lines[0], before + block.lines[1]],
    ...(lineStarts && { lineStarts: lineStarts.map((line) => before + line) }),
  }));
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
