/** A paragraph in the shape that its document gave it: prose, item of a list, quote, code, table, heading. Text and marks alone. */
import { jsx } from 'hono/jsx';
import { CELL_END } from '../src/index/documents/table-rows.js';
import type { BlockKind, Format, Paragraph, Range } from '../src/index/types.js';
import { Code } from './code.js';
import { useStrings } from './language.js';
import { Marked } from './marked.js';
import { rangesWithin } from './pieces.js';

interface StructureProps {
  paragraph: Paragraph;
  ranges: readonly Range[];
  /** A table's first row is its head where it is Markdown, and the table does not go on from the paragraph before. */
  hasHead: boolean;
}

/** A paragraph's own text. */
export function Structure({ paragraph, ranges, hasHead }: StructureProps) {
  const { kind, text, headings } = paragraph;
  if (kind === 'heading') return <Heading level={headings.length} text={text} ranges={ranges} />;
  return <Passage kind={kind} text={text} ranges={ranges} hasHead={hasHead} item={marker(paragraph)} />;
}

interface PassageProps extends Omit<TableProps, 'hasHead'> {
  kind: BlockKind;
  /** As in `TableProps`; what is cut out of a table may begin with any row. */
  hasHead?: boolean;
  /** The sign of the item of a list that begins with it. */
  item?: string | undefined;
}

/** A text by its kind; code and tables keep their lines. */
export function Passage({ kind, text, ranges, hasHead = false, item }: PassageProps) {
  switch (kind) {
    case 'table':
      return <Table text={text} ranges={ranges} hasHead={hasHead} />;
    case 'code':
      return (
        <pre class="passage code" dir="ltr" data-item={item}>
          <Code text={text} ranges={ranges} />
        </pre>
      );
    case 'quote':
      return (
        <blockquote class="passage quote" dir="auto" data-item={item}>
          <Marked text={text} ranges={ranges} />
        </blockquote>
      );
    default:
      return (
        <p class={kind === 'heading' ? 'passage heading' : 'passage'} dir="auto" data-item={item}>
          <Marked text={text} ranges={ranges} />
        </p>
      );
  }
}

/** The sign of the item that begins with a paragraph, which the style sheet puts beside it. A table, which scrolls, would cut it off. */
function marker({ list }: Paragraph): string | undefined {
  if (list === undefined || list.item === null) return undefined;
  return typeof list.item === 'number' ? `${list.item}.` : SIGNS[list.item];
}

const SIGNS = { bullet: '•', open: '☐', done: '☑' } as const;

/** A heading of the document, below the page's own `h1`. @param level 0 is outermost */
export function Heading({ level, text, ranges }: { level: number; text: string; ranges: readonly Range[] }) {
  return jsx(`h${Math.min(level + 2, 6)}`, { class: 'section', dir: 'auto' }, <Marked text={text} ranges={ranges} />);
}

/** A cell, and where it stands in the text of its table. */
interface Cell extends Range {
  text: string;
}

/**
 * The rows of a table, as they were joined when it was read; null where they cannot be told apart any more: a cell that holds the sign
 * between cells itself, or cells that span columns, leave rows of different lengths.
 */
export function rowsOf(text: string): Cell[][] | null {
  const rows: Cell[][] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const row: Cell[] = [];
    for (const cell of line.split(CELL_END)) {
      row.push({ text: cell, start, end: start + cell.length });
      start += cell.length + CELL_END.length;
    }
    start += 1 - CELL_END.length;
    rows.push(row);
  }
  const columns = rows[0]?.length ?? 0;
  // The end of a piece that was cut off is trimmed, and with it an empty cell at the end.
  const last = rows.at(-1);
  const end = last?.at(-1);
  if (last?.length === columns - 1 && end?.text.endsWith(' |') === true) {
    last.splice(
      -1,
      1,
      { ...end, text: end.text.slice(0, -2), end: end.end - 2 },
      { text: '', start: end.end, end: end.end },
    );
  }
  return columns > 1 && rows.every((row) => row.length === columns) ? rows : null;
}

interface TableProps {
  text: string;
  ranges: readonly Range[];
  /** Whether its first row is its head. */
  hasHead: boolean;
}

/** A table in its columns; as its lines where its cells cannot be told apart. */
export function Table({ text, ranges, hasHead }: TableProps) {
  const say = useStrings();
  const rows = rowsOf(text);
  // Tables scroll by themselves, and what scrolls must be reached by keys. Their first letters give the order of the columns; the style
  // sheet gives each cell a direction of its own.
  if (rows === null) {
    return (
      <pre class="passage table" tabindex={0} dir="auto">
        <Marked text={text} ranges={ranges} />
      </pre>
    );
  }
  const [head = [], ...body] = rows;
  const cellsOf = (row: readonly Cell[], name: 'td' | 'th') =>
    row.map((cell) =>
      jsx(name, name === 'th' ? { scope: 'col' } : {}, <Marked text={cell.text} ranges={rangesWithin(ranges, cell)} />),
    );
  return (
    <figure class="passage table" tabindex={0} dir="auto" aria-label={say.reader.table}>
      <table>
        {hasHead && (
          <thead>
            <tr>{cellsOf(head, 'th')}</tr>
          </thead>
        )}
        <tbody>
          {(hasHead ? body : rows).map((row) => (
            <tr>{cellsOf(row, 'td')}</tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

/** Whether a table begins with its head. One that is cut goes on in the very next line; between two tables is an empty one. */
export function beginsWithHead(format: Format, paragraph: Paragraph, before: Paragraph | undefined): boolean {
  const goesOn = before?.kind === 'table' && before.lines[1] + 1 >= paragraph.lines[0];
  return format === 'md' && !goesOn;
}
