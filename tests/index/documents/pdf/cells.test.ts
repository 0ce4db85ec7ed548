/** The pieces of a line of a PDF, as the library gives them, in the order in which they are read. */
import { expect, it } from 'vitest';
import { tidy } from '../../../../src/index/documents/clean.js';
import { cellsOf, type Piece } from '../../../../src/index/documents/pdf/cells.js';

/** Pieces of ten points and five for a letter, at the places that they have. */
function pieces(...places: [x: number, text: string][]): Piece[] {
  return places.map(([x, text]) => ({
    text,
    x,
    right: x + 5 * text.length,
    y: 0,
    size: 10,
    font: { bold: false, mono: false, dingbats: false },
    rtl: /\p{Script=Hebrew}|\p{Script=Arabic}/u.test(text),
    turn: 0,
  }));
}

it.each<[why: string, line: Piece[], text: string]>([
  [
    'Hebrew that is drawn in the order of the eye',
    pieces([0, 'for the'], [35, ' '], [40, 'עולם'], [60, ' '], [65, 'שלום'], [85, ' '], [90, 'tide']),
    'for the שלום עולם tide',
  ],
  [
    'Hebrew in one piece for a letter, and signs between',
    pieces([0, 'the '], [20, ','], [25, 'ב'], [30, 'א'], [35, '.']),
    'the ,אב.',
  ],
  [
    'Hebrew in the order of reading, with numbers and Latin between which is only room',
    pieces([100, 'מילים כמו'], [67, 'Hello'], [95, ','], [29, 'ומספרים'], [5, '3.14']),
    'מילים כמו, Hello ומספרים 3.14',
  ],
  [
    'Hebrew with Latin words of several pieces',
    pieces([100, 'מילים כמו'], [36, 'Hello'], [61, ' '], [66, 'World'], [5, 'הטקסט']),
    'מילים כמו Hello World הטקסט',
  ],
  [
    'Hebrew with a Latin word and its spaces',
    pieces([100, 'מילים כמו'], [65, ' Hello '], [40, 'הטקסט']),
    'מילים כמו Hello הטקסט',
  ],
])('are those of %s', (_why, line, text) => {
  const [base] = line;
  expect(base && cellsOf(line, base).map((cell) => tidy(cell.text))).toEqual([text]);
});
