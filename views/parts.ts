/** A long document in parts that a page can hold: as many paragraphs each, so that the part of a paragraph never changes. Pure. */

/**
 * Paragraphs of a part. Most documents have one. Of one with 28,000 (5 MB of text), all at once took the server 1 s to write and made
 * 13 MB; the time to open a part goes with its paragraphs, in the server as in the browser.
 */
export const PARAGRAPHS_PER_PART = 1_000;

/** The part, from 0, that a paragraph stands in. */
export function partOf(ordinal: number): number {
  return Math.floor((ordinal - 1) / PARAGRAPHS_PER_PART);
}

/** The ordinal of a part's first paragraph. */
export function partStart(part: number): number {
  return part * PARAGRAPHS_PER_PART + 1;
}
