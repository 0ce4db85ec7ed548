/** Reads what stands in `<pre>` as plain text where that is prose: mails in archives, manuals, licences. */
import type { Block, LineRange } from '../../types.js';
import { readTextBlocks } from '../text.js';

/** A shorter text, in code units, is one paragraph: an example, which also shows how it is written. */
const SHORT = 1_000;
/** So many of its breaks are mere wrapping in prose: at least .27 in 15 manuals, at most .1 in 42 listings and tables. */
const WRAPPED = 0.2;

/**
 * The blocks of a preformatted text: code, or where it is prose those of plain text. What is a heading by its lines has no
 * level among those of the page, so that none is.
 */
export function preformatted(text: string, lines: LineRange): Block[] {
  return (text.length < SHORT ? null : proseIn(text, lines[0] - 1)) ?? [{ kind: 'code', text, lines }];
}

/** @param before how many lines of the source stand above the text */
function proseIn(text: string, before: number): Block[] | null {
  const blocks = readTextBlocks(text);
  let breaks = 0;
  let wrapped = 0;
  for (const { kind, text: own, lines } of blocks) {
    const within = lines[1] - lines[0];
    breaks += within;
    if (kind !== 'code') wrapped += within + 1 - own.split('\n').length;
  }
  if (wrapped === 0 || wrapped < breaks * WRAPPED) return null;
  return blocks.map(({ lineStarts, ...block }) => ({
    ...block,
    kind: block.kind === 'heading' ? 'prose' : block.kind,
    lines: [before + block.lines[0], before + block.lines[1]],
    ...(lineStarts && { lineStarts: lineStarts.map((line) => before + line) }),
  }));
}
