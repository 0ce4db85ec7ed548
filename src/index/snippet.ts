/** Picks the stretch of a text that shows a hit best. Text and ranges only, never markup. Pure. */

import { characterStart, nextCharacterStart } from './characters.js';
import type { Range } from './types.js';

/** A stretch of a paragraph with its marked words. `…` stands where the paragraph goes on. */
export interface Snippet {
  text: string;
  highlights: Range[];
}

/** Longest snippet, in UTF-16 code units without the ellipses: most paragraphs are shown whole. */
export const SNIPPET_LENGTH = 480;
/** How far before the best match a snippet may begin, so that the match is read in its sentence. */
const LEAD = 120;
/** How far an end of a snippet moves to fall between words, or the parts of a path; in a longer word it falls between characters as readers see them. */
const SLACK = 40;

/**
 * The stretch of at most `SNIPPET_LENGTH` code units that holds the most different marked words, and then the most
 * marks. A text that fits is shown whole. Where nothing is marked, the beginning is shown; of a mark longer than the
 * snippet, a part.
 */
export function snippet(text: string, highlights: readonly Range[]): Snippet {
  if (text.length <= SNIPPET_LENGTH) return { text, highlights: [...highlights] };
  const start = wordStart(text, Math.max(0, Math.min(bestStart(text, highlights), text.length - SNIPPET_LENGTH)));
  const end = wordEnd(text, start, Math.min(text.length, start + SNIPPET_LENGTH));
  const lead = start > 0 ? '…' : '';
  const inside = highlights.filter((range) => range.start < end && range.end > start);
  return {
    text: lead + text.slice(start, end) + (end < text.length ? '…' : ''),
    highlights: inside.map((range) => ({
      start: Math.max(range.start, start) - start + lead.length,
      end: Math.min(range.end, end) - start + lead.length,
    })),
  };
}

/** Where the window with the most different marked words begins. Windows begin a little before a mark. */
function bestStart(text: string, highlights: readonly Range[]): number {
  const words = highlights.map((range) => text.slice(range.start, range.end).toLowerCase());
  const inWindow = new Map<string, number>();
  let best = 0;
  let bestScore = -1;
  let last = 0;
  for (const [first, range] of highlights.entries()) {
    while (last < highlights.length && (highlights[last]?.end ?? 0) <= range.start + SNIPPET_LENGTH - LEAD) {
      const word = words[last] ?? '';
      inWindow.set(word, (inWindow.get(word) ?? 0) + 1);
      last++;
    }
    const score = inWindow.size * highlights.length + (last - first);
    if (score > bestScore) {
      bestScore = score;
      best = range.start - LEAD;
    }
    const leaving = words[first] ?? '';
    const left = (inWindow.get(leaving) ?? 0) - 1;
    if (left > 0) inWindow.set(leaving, left);
    else inWindow.delete(leaving);
    // A mark longer than the window never entered it.
    last = Math.max(last, first + 1);
  }
  return best;
}

/** A sign before a word, and the last one, within what has no spaces, such as a path. An apostrophe is part of a word. */
const SIGN = /[!-&(-/:-@[-`{-~][\p{L}\p{N}]/u;
const LAST_SIGN = /[!-&(-/:-@[-`{-~][\p{L}\p{N}\p{M}]*$/u;

/**
 * The start of the first word at or after `from`, if one is near: behind a space, else behind a sign; else that of the
 * first character. Never before it, or a mark at the end of the text would find no room.
 */
function wordStart(text: string, from: number): number {
  if (from === 0) return 0;
  const near = text.slice(from - 1, from + SLACK);
  const space = near.search(/\s\S/u);
  if (space >= 0) return from + space;
  const sign = near.search(SIGN);
  return sign >= 0 ? from + sign : nextCharacterStart(text, from);
}

function wordEnd(text: string, start: number, to: number): number {
  if (to >= text.length) return text.length;
  const from = Math.max(start, to - SLACK);
  const space = text.slice(from, to + 1).search(/\s\S*$/u);
  if (space >= 0) return from + space;
  const sign = text.slice(from, to).search(LAST_SIGN);
  return sign >= 0 ? from + sign + 1 : characterStart(text, to);
}
