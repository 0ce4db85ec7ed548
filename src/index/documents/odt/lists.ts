/** Counts the items of the lists of an ODT file, and its headings. */
import type { Item } from '../flow.js';
import { itemNumber } from '../item-numbers.js';
import type { OdtStyles } from './styles.js';

/** A list that is open. */
interface OpenList {
  style: string;
  /** The number of the item that is open. */
  number: number;
  /** Whether nothing of the item that is open was read yet. */
  begins: boolean;
}

/** Levels that are shown at most. */
const MAX_SHOWN = 8;

export class OdtLists {
  private readonly open: OpenList[] = [];
  /** The last numbers of lists that ended, by style and depth: others go on with them. */
  private readonly ended = new Map<string, number>();

  private readonly headings: number[] = [];

  constructor(private readonly styles: OdtStyles) {}

  /** Counts a heading; gives what is shown before it, such as `3.1`; '' for nothing. @param level from 1 to 10 */
  heading(level: number): string {
    const startOf = (at: number): number => this.styles.headings.get(at)?.start ?? 1;
    for (let at = this.headings.length + 1; at <= level; at++) this.headings.push(startOf(at) - 1);
    this.headings.length = level;
    this.headings[level - 1] = (this.headings[level - 1] ?? 0) + 1;
    const own = this.styles.headings.get(level);
    if (own === undefined || own.format === '') return '';
    const first = Math.max(0, level - own.shown);
    const numbers = this.headings.slice(first).map((number, i) => {
      const at = first + i + 1;
      // One that was left out counts as begun.
      return itemNumber(Math.max(number, startOf(at)), this.styles.headings.get(at)?.format ?? '1');
    });
    return `${own.before}${numbers.join('.')}${own.behind.replace(/\.$/, '')}`;
  }

  /** @param style '' for that of the list around it @param goesOn whether it goes on with the numbers of the last such list */
  enter(style: string, goesOn: boolean): void {
    const own = style || (this.open.at(-1)?.style ?? '');
    const start = (this.styles.level(own, this.open.length + 1)?.start ?? 1) - 1;
    const before = goesOn ? this.ended.get(`${this.open.length} ${own}`) : undefined;
    this.open.push({ style: own, number: before ?? start, begins: false });
  }

  leave(): void {
    const list = this.open.pop();
    if (list !== undefined) this.ended.set(`${this.open.length} ${list.style}`, list.number);
  }

  /** @param number its own, if it is not the next one */
  beginItem(number: number | undefined): void {
    const list = this.open.at(-1);
    if (list === undefined) return;
    list.number = number ?? list.number + 1;
    list.begins = true;
  }

  /** The place of the next paragraph; null outside lists. */
  place(): Item | null {
    const list = this.open.at(-1);
    if (list === undefined) return null;
    const depth = this.open.length;
    const { begins } = list;
    list.begins = false;
    const level = this.styles.level(list.style, this.open.length);
    if (!begins || level?.format === '') return { depth, item: null, label: '' };
    if (level === null || level === undefined) return { depth, item: 'bullet', label: '' };
    if (level.format === '1' && level.shown <= 1) return { depth, item: list.number, label: '' };
    const shown = this.open.slice(-Math.min(level.shown, MAX_SHOWN)).map(({ style, number }, i, all) => {
      const format = this.styles.level(style, this.open.length - all.length + i + 1)?.format ?? '1';
      return itemNumber(number, format);
    });
    return { depth, item: null, label: `${level.before}${shown.join('.')}${level.behind}` };
  }
}
