/** Letters that a PDF calls dingbats, as Ghostscript makes them of the fonts of dvips, dingbats that are none, and codes of dingbats that are no letters. */
import { expect, it } from 'vitest';
import { dingbatsOf, withLetters } from '../../../../src/index/documents/pdf/dingbats.js';
import type { TextContent } from '../../../../src/index/documents/pdf/missing.js';
import { readPdf } from '../../../../src/index/documents/pdf.js';
import { file, pdfFile, stream } from '../pdf-file.js';

const read = (text: string): string => {
  const content = { items: [{ str: text }], styles: {}, lang: null } as unknown as TextContent;
  return withLetters(content)
    .items.map((item) => ('str' in item ? item.str : ''))
    .join('');
};

it.each([
  [
    'words are letters',
    '❲❡❧❝♦♠❡ t♦ s♣❛tst❛t✱ ❛ ♣❛❝❦❛❣❡ ✐♥ ❘ ❢♦r ♣♦✐♥t ♣❛tt❡r♥s',
    'Welcome to spatstat, a package in R for point patterns',
  ],
  [
    'those that are joined have their numbers in fonts of TeX',
    't❤❡ ❜❡st ✇❛② ♦❢ ✜tt✐♥❣ ♠♦❞❡❧s ✐♥ ❛ ❞❡s✐❣♥❡❞ ❡①♣❡r✐♠❡♥t ♦❢ ♠❛♥②',
    'the best way of \x1ctting models in a designed experiment of many',
  ],
  ['suits of cards are none', '♠ A K ♥ Q 2 ♦ J ♣ 7 '.repeat(20), '♠ A K ♥ Q 2 ♦ J ♣ 7 '.repeat(20)],
  [
    'nor are they beside circled numbers and an address',
    `①②③ ✉ a@b.org ${'♠ A K ♥ Q 2 ♦ J ♣ 7 '.repeat(20)}`,
    `①②③ ✉ a@b.org ${'♠ A K ♥ Q 2 ♦ J ♣ 7 '.repeat(20)}`,
  ],
  ['nor are lists of signs', '❡❢❣❤✐❥❦❧♠♥♦♣✉✈✇①②③ ✓✔✕✖', '❡❢❣❤✐❥❦❧♠♥♦♣✉✈✇①②③ ✓✔✕✖'],
])('%s', (_what, text, expected) => {
  expect(read(text)).toBe(expected);
});

it('is read from a file', async () => {
  const bytes = file([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    '<< >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F 5 0 R >> >> /Contents 6 0 R >>',
    // From a to p, but for j and k, which the text does not have.
    '<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /Differences [97 /u275B /u275C /u275D /u275E /u2761 /u2762 /u2763 /u2764 /u2710 108 /u2767 /u2660 /u2665 /u2666 /u2663] >> >>',
    stream('BT /F 10 Tf 72 700 Td (a small example of letters that are dingbats) Tj ET'),
  ]);
  expect((await readPdf(bytes)).title).toBe('a small example of letters that are dingbats');
});

it('the points of a plot are no words, and marks are those of items', async () => {
  const points = Array.from({ length: 40 }, (_, i) => {
    return { x: 100 + ((i * 53) % 300), y: 500 + ((i * 31) % 150), text: 'l', font: 'ZapfDingbats' } as const;
  });
  const { blocks } = await readPdf(
    pdfFile([
      [
        { x: 72, y: 700, text: 'Heights of tides' },
        ...points,
        { x: 72, y: 400, text: 'n', font: 'ZapfDingbats' },
        { x: 90, y: 400, text: 'a first item' },
        { x: 72, y: 370, text: '4', font: 'ZapfDingbats' },
        { x: 90, y: 370, text: 'a second one' },
      ],
    ]),
  );
  expect(blocks.map(({ kind, text }) => [kind, text])).toEqual([
    ['prose', 'Heights of tides'],
    ['list', 'a first item'],
    ['list', 'a second one'],
  ]);
});

/** The second half of Adobe's table for Zapf Dingbats (Unicode's mapping `zdingbat.txt`), and the first. */
const BEHIND = '❡❢❣❤❥❦❧♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓➔→↔↕➘➙➚➛➜➝➞➟➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯';
const BEFORE = '✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❐❑❒▲▼◆❖◗❘❙❚❛❜❝❞';

it('knows each code', () => {
  const codes = (first: number, signs: string): string =>
    String.fromCharCode(...Array.from(signs, (_, i) => first + i));
  expect(dingbatsOf(codes(0x21, BEFORE))).toBe(BEFORE);
  expect(dingbatsOf(codes(0xa1, BEHIND))).toBe(BEHIND);
  expect(dingbatsOf(codes(0xf1, '➱➲➳➴➵➶➷➸➹➺➻➼➽➾'))).toBe('➱➲➳➴➵➶➷➸➹➺➻➼➽➾');
});

it('numbers in circles are read from a file', async () => {
  const sign = (code: number) => ({ text: String.fromCharCode(code), font: 'ZapfDingbats' }) as const;
  const { blocks } = await readPdf(
    pdfFile([
      [
        { x: 72, y: 700, ...sign(0xac) },
        { x: 90, y: 700, text: 'the first' },
        { x: 72, y: 600, ...sign(0xb5) },
        { x: 90, y: 600, text: 'the tenth' },
      ],
    ]),
  );
  expect(blocks.map(({ text }) => text)).toEqual(['① the first', '⑩ the tenth']);
});
