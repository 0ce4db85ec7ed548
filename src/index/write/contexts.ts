/** Records how far titles and headings reach beyond the paragraphs where they begin: a title over its whole document. */
import { kept } from '../kept.js';
import type { ContextInterval } from '../segment/postings.js';
import type { ReadDocument } from '../types.js';
import { flattenContext, NO_CONTEXT } from './term-postings.js';

export class Contexts {
  /** By key: the intervals of paragraphs that a title or heading lends it to. */
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
    const begins = first + document.titleAt - 1;
    record(document.title, { start: first, end: begins, heading: 0, title: 1 });
    record(document.title, { start: begins + 1, end, heading: 0, title: 1 });
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

  /** The intervals of paragraphs that a title or heading lends the one key or the other to, disjoint and in order. */
  of(key: number, other: number): readonly ContextInterval[] {
    const own = this.byKey.get(key);
    const others = this.byKey.get(other);
    const all = own === undefined || others === undefined ? (own ?? others) : [...own, ...others];
    return all === undefined ? NO_CONTEXT : flattenContext(all);
  }
}
