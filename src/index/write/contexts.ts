/** Records how far titles and headings reach below the paragraphs where they begin. */
import { kept } from '../kept.js';
import type { ContextInterval } from '../segment/postings.js';
import type { ReadDocument } from '../types.js';
import { flattenContext, NO_CONTEXT } from './term-postings.js';

export class Contexts {
  /** By key: the intervals of paragraphs below a title or heading that has it, without the one where that begins. */
  private readonly byKey = new Map<number, ContextInterval[]>();

  /**
   * Adds the title and the headings of a document.
   * @param first the number of its first paragraph
   * @param keysOf gives the numbers of the keys of a title or heading
   */
  add({ document, paragraphs }: ReadDocument, first: number, keysOf: (text: string) => readonly number[]): void {
    const end = first + paragraphs.length;
    const record = (text: string, interval: ContextInterval): void => {
      if (interval.start >= interval.end) return;
      for (const key of keysOf(text)) kept(this.byKey, key, () => []).push(interval);
    };
    record(document.title, { start: first + 1, end, heading: 0, title: 1 });
    const open: { text: string; start: number }[] = [];
    const close = (depth: number, at: number): void => {
      for (const { text, start } of open.splice(depth)) record(text, { start, end: at, heading: 1, title: 0 });
    };
    for (const [i, { headings, opens }] of paragraphs.entries()) {
      close(headings.length - opens, first + i);
      for (const text of headings.slice(open.length)) open.push({ text, start: first + i + 1 });
    }
    close(0, end);
  }

  /** The intervals of paragraphs below a title or heading that has the one key or the other, disjoint and in order. */
  of(key: number, other: number): readonly ContextInterval[] {
    const own = this.byKey.get(key);
    const others = this.byKey.get(other);
    const all = own === undefined || others === undefined ? (own ?? others) : [...own, ...others];
    return all === undefined ? NO_CONTEXT : flattenContext(all);
  }
}
