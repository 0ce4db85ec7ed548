/** Puts the paragraphs and tables of a text processor's document together to blocks: its tables hold paragraphs, and lay out pages as well. */
import type { Block, BlockKind, LineRange, ListPlace } from '../types.js';
import { tidy, tidyCode } from './clean.js';
import { DEEPEST } from './containers.js';
import type { RaisedText } from './raised.js';
import type { Role } from './style-roles.js';
import { CELL_END, CELL_LENGTH, TableRows } from './table-rows.js';
import { HEADING_LENGTH } from './title.js';

/** Such documents have no lines. */
export const NO_LINES: LineRange = [1, 1];

/** A box before an item, ticked or not. */
const TASK = /^([☐☑☒])\s+/;

/** A paragraph, and what its style and the lists around it make of it. */
export interface StyledParagraph {
  role: Role;
  /** That of a heading, 1 is outermost; else 0. */
  level: number;
  text: RaisedText;
  /** What is shown before it as a heading, such as `3.1`; '' for nothing. Asking may count it. */
  number(): string;
  /** Its place in lists as text; null outside lists. Asking may count it. */
  item(): Item | null;
}

/** The place of an item, and what is shown before it that no place can say, such as `7.2` or `(a)`; else ''. */
export interface Item extends ListPlace {
  label: string;
}

/** A table that is open. */
interface OpenTable {
  rows: TableRows;
  /** The cells of the open row. */
  cells: Block[][];
  /** Whether the row holds what is no row of data, such as a table: its paragraphs are those of the page then. */
  flows: boolean;
}

export class Flow {
  /** The paragraphs of the style for titles that it begins with. */
  readonly titles: string[] = [];
  private readonly blocks: Block[] = [];
  private readonly tables: OpenTable[] = [];
  /** What follows the paragraph that is open, or the table around it. */
  private kept: Block[] = [];
  /** The code that was added last, if each of its lines was a paragraph. */
  private code: Block | null = null;

  /** @param isAside whether it is a note or a box, which has no title of the document */
  constructor(private readonly isAside: boolean) {}

  addParagraph({ role, level, text: { source, text }, ...counted }: StyledParagraph): void {
    if (role === 'code') this.add({ kind: 'code', text: source, lines: NO_LINES });
    else if (text === '') return;
    else if (role === 'title' && this.mayBeTitle()) this.titles.push(text);
    else if ((level > 0 || role === 'title') && text.length <= HEADING_LENGTH) {
      const heading = tidy(`${counted.number()} ${text.replaceAll('\n', ' ')}`);
      this.add({ kind: 'heading', level: Math.max(1, level), text: heading, lines: NO_LINES });
    } else {
      const item = counted.item();
      if (item !== null) this.addItem(item, text);
      else this.addText(role === 'quote' ? 'quote' : 'prose', text);
    }
  }

  /** Keeps the blocks of a note or box until `addKept`. */
  keep(blocks: readonly Block[]): void {
    for (const block of blocks) this.kept.push(block);
  }

  /** Adds what was kept: behind the paragraph that has ended, or where that is in a table, when the table ends. */
  addKept(): void {
    if (this.tables.length > 0) return;
    const { kept } = this;
    this.kept = [];
    for (const block of kept) this.add(block);
  }

  openTable(): void {
    const outer = this.tables.at(-1);
    if (outer !== undefined) this.flowRow(outer);
    this.tables.push({ rows: new TableRows(), cells: [], flows: false });
  }

  openRow(): void {
    this.closeRow();
  }

  openCell(): void {
    this.tables.at(-1)?.cells.push([]);
  }

  closeRow(): void {
    const table = this.tables.at(-1);
    if (table === undefined) return;
    const cells = table.cells.map(textOf);
    if (table.cells.some(isLayout) || (cells.length === 1 && (table.cells[0]?.length ?? 0) > 1)) this.flowRow(table);
    else if (cells.some((cell) => cell !== '')) table.rows.add(cells, 1);
    table.cells = [];
    table.flows = false;
  }

  closeTable(): void {
    this.closeRow();
    const table = this.tables.pop();
    if (table !== undefined) this.addRows(table);
    this.addKept();
  }

  /** All blocks, with what was left open. */
  end(): Block[] {
    while (this.tables.length > 0) this.closeTable();
    this.addKept();
    return this.blocks.map((block) => (block.kind === 'code' ? { ...block, text: tidyCode(block.text) } : block));
  }

  private mayBeTitle(): boolean {
    return !this.isAside && this.blocks.length === 0 && this.tables.length === 0;
  }

  private addText(kind: BlockKind, text: string, list?: ListPlace): void {
    if (text !== '') this.add({ kind, text, lines: NO_LINES, list });
  }

  private addItem({ depth, item, label }: Item, text: string): void {
    const box = item === null || item === 'bullet' ? TASK.exec(text) : null;
    const task = box?.[1] === '☐' ? 'open' : 'done';
    this.addText('list', tidy(`${label} ${text.slice(box?.[0].length ?? 0)}`), {
      depth: Math.min(depth, DEEPEST),
      item: box === null ? item : task,
    });
  }

  private add(block: Block): void {
    const table = this.tables.at(-1);
    const cell = table?.flows === false ? table.cells.at(-1) : undefined;
    const target = cell ?? this.blocks;
    const isLine = block.kind === 'code' && !block.text.includes('\n');
    if (isLine && this.code !== null && this.code === target.at(-1)) {
      this.code.text += `\n${block.text}`;
      return;
    }
    const own = { ...block };
    target.push(own);
    this.code = isLine ? own : null;
  }

  /** What the row holds so far, and will hold, belongs to the page. */
  private flowRow(table: OpenTable): void {
    const { cells } = table;
    table.cells = [];
    this.addRows(table);
    table.flows = true;
    for (const block of cells.flat()) this.add(block);
  }

  private addRows(table: OpenTable): void {
    const block = table.rows.toBlock();
    table.rows = new TableRows();
    // A table of one cell is a box.
    const isBox = block !== null && !block.text.includes('\n') && !block.text.includes(CELL_END);
    if (block !== null) this.blocks.push({ ...block, kind: isBox ? 'prose' : 'table', lines: NO_LINES });
  }
}

/** The blocks of a note or remark: quotes, as they are set apart from the text. @param author '' where none is named */
export function asNote(blocks: readonly Block[], author: string): Block[] {
  return blocks.map((block, i) => ({
    ...block,
    kind: block.kind === 'prose' ? 'quote' : block.kind,
    text: i === 0 && author !== '' ? `${author}: ${block.text}` : block.text,
  }));
}

function textOf(cell: readonly Block[]): string {
  return cell
    .map((block) => block.text.replaceAll('\n', ' '))
    .join(' ')
    .trim();
}

/** Whether a cell is a part of the page rather than of a row of data. */
function isLayout(cell: readonly Block[]): boolean {
  if (cell.length < 2) return cell[0]?.kind === 'code' && cell[0].text.includes('\n');
  return (
    cell.some((block) => block.kind === 'heading') || cell.reduce((sum, { text }) => sum + text.length, 0) > CELL_LENGTH
  );
}
