/** Puts the paragraphs and tables of a text processor's document together to blocks: its tables hold paragraphs, and lay out pages as well. */
import type { Block, BlockKind, LineRange, ListPlace } from '../types.js';
import { tidy, tidyCode } from './clean.js';
import { TableRows } from './table-rows.js';

/** Such documents have no lines. */
export const NO_LINES: LineRange = [1, 1];

/** A cell longer than this, in code units, that has several paragraphs is page layout: nobody reads so much as a row. */
const CELL_LENGTH = 1_000;

/** A box before an item, ticked or not. */
const TASK = /^([☐☑☒])\s+/;

/** A table that is open. */
interface OpenTable {
  rows: TableRows;
  /** The cells of the open row. */
  cells: Block[][];
  /** Whether the row holds what is no row of data, such as a table: its paragraphs are those of the page then. */
  flows: boolean;
}

export class Flow {
  private readonly blocks: Block[] = [];
  private readonly tables: OpenTable[] = [];
  /** The code that was added last, if each of its lines was a paragraph. */
  private code: Block | null = null;

  /** Whether nothing was added yet. */
  get isEmpty(): boolean {
    return this.blocks.length === 0 && this.tables.length === 0;
  }

  get isInTable(): boolean {
    return this.tables.length > 0;
  }

  addHeading(level: number, text: string): void {
    this.add({ kind: 'heading', level, text, lines: NO_LINES });
  }

  /** @param text an empty one is a line of code, else nothing */
  addText(kind: BlockKind, text: string, list?: ListPlace): void {
    if (kind === 'code' || text !== '') this.add({ kind, text, lines: NO_LINES, list });
  }

  /** @param label what its place cannot say, such as `7.2` */
  addItem({ depth, item }: ListPlace, label: string, text: string): void {
    const box = item === null || item === 'bullet' ? TASK.exec(text) : null;
    const task = box?.[1] === '☐' ? 'open' : 'done';
    this.addText('list', tidy(`${label} ${text.slice(box?.[0].length ?? 0)}`), {
      depth,
      item: box === null ? item : task,
    });
  }

  /** Adds blocks, such as those of a note, behind the table that is open. */
  addAll(blocks: readonly Block[]): void {
    for (const block of blocks) this.add(block);
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
  }

  /** All blocks, with what was left open. */
  end(): Block[] {
    while (this.tables.length > 0) this.closeTable();
    return this.blocks.map((block) => (block.kind === 'code' ? { ...block, text: tidyCode(block.text) } : block));
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
    for (const cell of cells) this.addAll(cell);
  }

  private addRows(table: OpenTable): void {
    const block = table.rows.toBlock();
    table.rows = new TableRows();
    // A table of one cell is a box.
    const isBox = block !== null && !block.text.includes('\n') && !block.text.includes(' | ');
    if (block !== null) this.blocks.push({ ...block, kind: isBox ? 'prose' : 'table', lines: NO_LINES });
  }
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
