/** The lists and quotes that are open where a document is read: the innermost gives a block its kind, the lists its place among their items. */
import type { ListPlace } from '../types.js';

export type Container = 'list' | 'quote';

/** A deeper list is taken for one of this depth: nobody tells them apart, and narrow screens have no room for them. */
const DEEPEST = 8;
/** Numbers of items stay below this. */
const NUMBERS = 1e9;

/** A list that is open. */
interface OpenList {
  /** The number of its next item; null where its items have bullets. */
  next: number | null;
  /** What begins with the next block in it. */
  item: ListPlace['item'];
}

export class Containers {
  private readonly stack: Container[] = [];
  private readonly lists: OpenList[] = [];

  innermost(): Container | undefined {
    return this.stack.at(-1);
  }

  /** @param first the number of a list's first item; null where its items have bullets */
  enter(container: Container, first: number | null = null): void {
    this.stack.push(container);
    if (container === 'list') this.lists.push({ next: first, item: null });
  }

  /** Ends the innermost such container, and those left open inside it. */
  leave(container: Container): void {
    const open = container === 'list' ? this.lists.length : this.stack.length - this.lists.length;
    if (open === 0) return;
    let ended: Container | undefined;
    do {
      ended = this.stack.pop();
      if (ended === 'list') this.lists.pop();
    } while (ended !== undefined && ended !== container);
  }

  /** An item of the innermost list begins. @param number its own, where it does not have the next one */
  beginItem(number?: number): void {
    const list = this.lists.at(-1);
    if (list === undefined) return;
    list.item = list.next === null ? 'bullet' : (number ?? list.next);
    if (typeof list.item === 'number') list.next = Math.min(list.item + 1, NUMBERS);
  }

  /** The item that has begun is a task. */
  markTask(done: boolean): void {
    const list = this.lists.at(-1);
    if (list !== undefined && list.item !== null) list.item = done ? 'done' : 'open';
  }

  /**
   * Where the next block stands in the lists; undefined where it is in none. An item begins once: what follows goes on with it.
   * @param inner its place in lists of a part that was read by itself
   */
  place(inner?: ListPlace): ListPlace | undefined {
    const list = this.lists.at(-1);
    const item = inner === undefined ? list?.item : inner.item;
    if (list !== undefined) list.item = null;
    const depth = Math.min(this.lists.length + (inner?.depth ?? 0), DEEPEST);
    return depth === 0 ? undefined : { depth, item: item ?? null };
  }
}
