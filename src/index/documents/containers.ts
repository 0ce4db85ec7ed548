/** Keeps the lists and quotes that are open while a document is read: the innermost gives a block its kind, the lists its place. */
import type { ListPlace } from '../types.js';

/** What gives the blocks in it their kind. */
type Container = 'list' | 'quote';

/** Deeper lists count as this deep: nobody can tell them apart, and narrow screens have no room for them. */
export const DEEPEST = 8;
/** Numbers of items are below this. */
const NUMBERS = 1e9;

/** A list that is open. */
interface OpenList {
  /** The number of its next item; null if its items have bullets. */
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

  /** @param first the number of its first item; null if its items have bullets */
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

  /** Begins an item of the innermost list. @param number its own, if it is not the next one */
  beginItem(number?: number): void {
    const list = this.lists.at(-1);
    if (list === undefined) return;
    list.item = list.next === null ? 'bullet' : (number ?? list.next);
    if (typeof list.item === 'number') list.next = Math.min(list.item + 1, NUMBERS);
  }

  /** Marks the item that has begun as a task. */
  markTask(done: boolean): void {
    const list = this.lists.at(-1);
    if (list !== undefined && list.item !== null) list.item = done ? 'done' : 'open';
  }

  /**
   * The place of the next block in lists; undefined if it is in none. An item begins just once: further blocks continue
   * it.
   * @param inner the place of the block in lists of its own, for a part that was read separately
   */
  place(inner?: ListPlace): ListPlace | undefined {
    const list = this.lists.at(-1);
    const item = inner === undefined ? list?.item : inner.item;
    if (list !== undefined) list.item = null;
    const depth = Math.min(this.lists.length + (inner?.depth ?? 0), DEEPEST);
    return depth === 0 ? undefined : { depth, item: item ?? null };
  }
}
