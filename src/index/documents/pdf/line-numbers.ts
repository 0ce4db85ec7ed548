/** Tells the numbers of lines in the margin of a page of a PDF, as manuscripts under review and drafts of laws have them. */
import { kept } from '../../kept.js';
import type { Piece } from './cells.js';

const NUMBER = /^\s*\d{1,5}\s*$/;
/** So many numbers are a column of them, most one more than that above, at most lines of the page. */
const LEAST = 5;
const MOST = 0.9;
const OF_LINES = 0.6;
/** Such a share of the lines goes on with a sentence, hence with a small letter: rows of a table and entries of contents do not. */
const GOES_ON = 0.3;

/** A line of the page: its base line, its first piece of text, and a number left of that. */
interface Row {
  text: Piece | null;
  number: Piece | null;
}

/** The pieces of a page without the numbers of its lines. Scripts without small letters keep theirs. */
export function withoutLineNumbers(pieces: readonly Piece[]): readonly Piece[] {
  if (pieces.filter(({ text }) => NUMBER.test(text)).length < LEAST) return pieces;
  const rows = rowsOf(pieces);
  const columns = new Map<number, Piece[]>();
  for (const { number } of rows) if (number !== null) kept(columns, Math.round(number.right), () => []).push(number);
  const column = [...columns.values()].reduce((most, own) => (own.length > most.length ? own : most), []);
  const numbers = new Set(column);
  const texts = rows.flatMap(({ text, number }) =>
    text !== null && number !== null && numbers.has(number) ? [text] : [],
  );
  const follow = column.filter(({ text }, i) => Number(text) === Number(column[i - 1]?.text) + 1).length;
  const goOn = texts.filter(({ text }) => /^\s*\p{Ll}/u.test(text)).length;
  const areNumbers =
    column.length >= LEAST &&
    follow >= MOST * (column.length - 1) &&
    texts.length >= OF_LINES * rows.length &&
    goOn >= GOES_ON * texts.length;
  return areNumbers ? pieces.filter((piece) => !numbers.has(piece)) : pieces;
}

/** The lines of a page, from the top. */
function rowsOf(pieces: readonly Piece[]): Row[] {
  const rows = new Map<number, Piece[]>();
  for (const piece of pieces) if (piece.text.trim() !== '') kept(rows, Math.round(piece.y), () => []).push(piece);
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([, own]) => {
      const [first, second] = own.toSorted((a, b) => a.x - b.x);
      const isNumber = first !== undefined && NUMBER.test(first.text);
      return { number: isNumber ? first : null, text: (isNumber ? second : first) ?? null };
    });
}
