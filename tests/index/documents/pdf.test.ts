/** PDF: paragraphs found by where letters stand. Each page is drawn by the test itself (pdf-file.ts). */
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../../src/index/documents/pdf/groups.js';
import type { Line } from '../../../src/index/documents/pdf/lines.js';
import { readPdf } from '../../../src/index/documents/pdf.js';
import { awaitedInTime, inTime } from '../../in-time.js';
import { limited, sized } from '../../times.js';
import { bytesOf, codedPdf, file, PICTURE, type Placed, pdfFile, stream } from './pdf-file.js';

/** Lines of one column, from the top: each is a text, or what differs of its place; `null` is an empty line. */
type Lines = readonly (string | (Partial<Placed> & { text: string }) | null)[];

function column(lines: Lines, { x = 72, y = 700, step = 12 } = {}): Placed[] {
  return lines.flatMap((line, i) => {
    if (line === null) return [];
    return [{ x, y: y - i * step, ...(typeof line === 'string' ? { text: line } : line) }];
  });
}

async function blocks(pages: Placed[][]): Promise<unknown[]> {
  const parsed = await readPdf(pdfFile(pages, { info: { Title: 'The title' } }));
  return parsed.blocks.map(({ kind, text, lines }) => [kind, text, ...lines]);
}

const LONG = 'The harbour keeps two clocks, one for the people who live by hours and';
const MORE = 'one for the boats, which live by the tide; and it is the second that most';

describe('paragraphs', () => {
  it.each<[why: string, lines: Lines, ...expected: string[]]>([
    ['lines below each other are one', [LONG, MORE, 'people trust.'], `${LONG} ${MORE} people trust.`],
    ['more room parts them', [LONG, MORE, null, 'Another one.'], `${LONG} ${MORE}`, 'Another one.'],
    [
      'so does an indented first line',
      [LONG, MORE, { text: 'Boats wait for water, and people for boats, and nobody waits for them.', x: 90 }, MORE],
      `${LONG} ${MORE}`,
      `Boats wait for water, and people for boats, and nobody waits for them. ${MORE}`,
    ],
    [
      'and the end of a sentence in a line that had room for more',
      [LONG, 'people trust it.', LONG, MORE],
      `${LONG} people trust it.`,
      `${LONG} ${MORE}`,
    ],
    ['a word that was cut becomes whole', [`${LONG} har-`, 'bours too.'], `${LONG} harbours too.`],
    [
      'also in capitals',
      ['IN NO EVENT WILL ANY AUTHOR BE LIABLE FOR ANY OF THE LOSSES SUS-', 'TAINED BY YOU.'],
      'IN NO EVENT WILL ANY AUTHOR BE LIABLE FOR ANY OF THE LOSSES SUSTAINED BY YOU.',
    ],
    [
      'where these are of no two words',
      [
        'Put in the CD, and see what the ROM says that is on it, as any CD-',
        'ROM has one, and most GNU-',
        'based ones.',
      ],
      'Put in the CD, and see what the ROM says that is on it, as any CD-ROM has one, and most GNU-based ones.',
    ],
    [
      'but keeps a hyphen of its own',
      [`A well-known ${LONG} well-`, 'known, too.'],
      `A well-known ${LONG} well-known, too.`,
    ],
    [
      'an entry whose further lines are indented stays whole',
      [LONG, { text: MORE, x: 90 }, { text: 'people trust.', x: 90 }, MORE, { text: 'and so on.', x: 90 }],
      `${LONG} ${MORE} people trust.`,
      `${MORE} and so on.`,
    ],
  ])('%s', async (_why, lines, ...expected) => {
    const body = { text: LONG, y: 300 };
    const read = await blocks([[...column(lines), ...column([body, { ...body, y: 288 }])]]);
    expect(read.slice(0, -1)).toEqual(expected.map((text) => ['prose', text, 1, 1]));
  });

  it('go on in the next column and on the next page', async () => {
    const width = 'The harbour keeps two clocks, one for people who';
    const left = Array.from({ length: 20 }, () => width);
    const page = (first: string) => [...column([first, ...left.slice(1)], { x: 50 }), ...column(left, { x: 320 })];
    const firsts = [
      width,
      'live by hours and others who live by the tide',
      '(and for gulls), as it is told by those who',
    ];
    const read = await readPdf(pdfFile(firsts.map(page)));
    expect(read.blocks.length).toBe(1);
    expect(read.blocks[0]?.lines).toEqual([1, 3]);
    const { text = '', lineOffsets = [] } = read.blocks[0] ?? {};
    expect(text.slice(lineOffsets[1])).toMatch(/^live by hours and others who live by the tide The harbour/);
  });

  it.each([
    ['go on there where the next word had no room', 'otorhinolaryngologists and', 1],
    ['end where it had', 'and those', 2],
  ])('%s', async (_why, next, count) => {
    const ragged = 'The harbour keeps two clocks, one for all those others';
    const read = await readPdf(
      pdfFile([column([LONG, MORE, LONG, ragged]), column([`${next} by the tide.`, LONG, MORE])]),
    );
    expect(read.blocks.filter(({ text }) => text.includes(ragged) || text.includes(next)).length).toBe(count);
  });

  it('of two columns that were drawn line by line across are read one after the other', async () => {
    const row = (i: number): Placed[] => [
      { x: 50, y: 700 - 12 * i, text: `Left ${i} the harbour keeps two clocks, one for` },
      { x: 320, y: 700 - 12 * i, text: `Right ${i} the boats, which live by the tide alone` },
    ];
    const read = await readPdf(pdfFile([Array.from({ length: 20 }, (_, i) => row(i)).flat()]));
    const text = read.blocks.map((block) => block.text).join(' ');
    expect([...text.matchAll(/(Left|Right) \d+/g)].map(([place]) => place)).toEqual(
      ['Left', 'Right'].flatMap((side) => Array.from({ length: 20 }, (_, i) => `${side} ${i}`)),
    );
  });

  it('have no number of a first page behind them that others have in their headers', async () => {
    const page = (i: number): Placed[] => [
      i === 1
        ? { x: 300, y: 40, text: '1' }
        : { x: 72, y: 760, text: `${i} Lindqvist: Harbours ${'abcd'.slice(0, i)}` },
      ...column([`${LONG} ${i}`, `trust ${i}.`]),
    ];
    expect(await blocks([1, 2, 3, 4].map(page))).toEqual(
      [1, 2, 3, 4].map((i) => ['prose', `${LONG} ${i} trust ${i}.`, i, i]),
    );
  });

  it('are whole where a note in the margin stands between their lines', async () => {
    const note = { x: 500, y: 688, text: 'A note' };
    const lines = column([LONG, MORE, 'people trust.']);
    expect(await blocks([[...lines.slice(0, 1), note, ...lines.slice(1)]])).toEqual([
      ['prose', `${LONG} ${MORE} people trust.`, 1, 1],
      ['prose', 'A note', 1, 1],
    ]);
  });

  it('do not stand below the names of authors, nor below what is as large as the title', async () => {
    const section = { text: 'Tides', font: 'Helvetica-Bold' } as const;
    const title = { text: 'The Harbour Book', size: 20 };
    const edition = { text: 'Third Edition, 2024', size: 20 };
    const names = { text: 'Ada Lindqvist', size: 12 };
    const first = column([title, null, null, null, edition, null, names, null, section, null, LONG, MORE]);
    const read = await readPdf(pdfFile([first, column([section, null, LONG, MORE])]));
    expect(read.blocks.flatMap(({ kind, text, level }) => (kind === 'heading' ? [[text, level]] : []))).toEqual([
      ['Tides', 2],
      ['Tides', 2],
    ]);
  });

  it('have no running headers, footers and numbers of pages between them', async () => {
    const page = (i: number): Placed[] => [
      { x: 72, y: 760, text: 'A history of harbours' },
      { x: 400, y: 760, text: i % 2 === 0 ? 'The tide' : `Part ${i}` },
      ...column([`${LONG} ${i}`, `${MORE} ${i}`, `trust ${i}.`]),
      { x: 300, y: 40, text: String(i + 4) },
    ];
    const read = await blocks([1, 2, 3, 4, 5].map(page));
    expect(read).toEqual([1, 2, 3, 4, 5].map((i) => ['prose', `${LONG} ${i} ${MORE} ${i} trust ${i}.`, i, i]));
  });

  it.each([12, 18, 23])('lose none of their lines to headers that are %i points apart', async (step) => {
    const words = `${LONG} ${MORE}`.split(' ');
    const ends = ['people', 'boats', 'clocks'];
    const linesOf = (page: number): string[] =>
      Array.from({ length: 9 }, (_, i) => [...words.slice(9 * page + i), ...words].slice(0, 14).join(' '));
    const pages = [0, 1, 2].map((page) => [
      { x: 72, y: 760, text: 'A history of harbours' },
      ...column([...linesOf(page), `${ends[page]} trust.`], { step }),
      { x: 300, y: 40, text: String(page + 4) },
    ]);
    expect(await blocks([...pages, ...pages])).toEqual(
      [0, 1, 2, 0, 1, 2].map((page, i) => ['prose', `${linesOf(page).join(' ')} ${ends[page]} trust.`, i + 1, i + 1]),
    );
  });
});

describe('titles of slides are no headers, though all stand at one place and some repeat', () => {
  const titles = ['Tides', 'Clocks', 'Clocks', 'Clocks', 'Boats', 'Water', 'People', 'Harbours', 'Weather', 'Thanks'];

  it.each([
    ['large ones', 24, 612],
    ['those of pages wider than high also where they are no larger than the text', 10, 1056],
  ])('%s', async (_why, size, width) => {
    const slides = titles.map((title, i): Placed[] => [
      { x: 72, y: 760, text: 'Harbour Company', size },
      { x: 72, y: 730, text: 'The clocks of harbours', size: 6 },
      { x: 72, y: 700, text: title, size },
      ...column([`${LONG} ${i}`, `${MORE} ${i}`, `people trust ${i}.`], { y: 620 }),
      { x: 500, y: 40, text: `${i + 1} / ${titles.length}` },
    ]);
    const read = await readPdf(pdfFile(slides, { info: { Title: 'The title' }, width }));
    expect(read.blocks.map(({ text }) => text)).toEqual(
      titles.flatMap((title, i) => [title, `${LONG} ${i} ${MORE} ${i} people trust ${i}.`]),
    );
  });
});

it('leaves out the numbers of lines in the margin, but those of rows', async () => {
  const lines = [
    `${LONG}`,
    `${MORE}`,
    'people trust, as one may',
    'well see on any morning',
    'by the tide.',
    LONG,
    MORE,
  ];
  const numbers = lines.map((_, i) => ({ x: i < 2 ? 55 : 50, y: 700 - 12 * i, text: String(i + 8), size: 9 }));
  expect(await blocks([[...column(lines), ...numbers]])).toEqual([
    ['prose', lines.slice(0, 5).join(' '), 1, 1],
    ['prose', `${LONG} ${MORE}`, 1, 1],
  ]);
  const rows = ['Antwerp', 'Bergen', 'Cork', 'Delfzijl', 'Emden', 'Fowey', 'Gdynia'];
  expect(JSON.stringify(await blocks([[...column(rows), ...numbers]]))).toContain('12 13 14');
});

it('knows the footer of slides of a few lines, and keeps these', async () => {
  const slides = ['Why', 'How', 'When', 'Who'].map((title, i) => [
    { x: 40, y: 560, text: `${title} it matters`, size: 20 },
    ...['First', 'Second', 'Third']
      .slice(0, (i % 3) + 1)
      .map((word, j) => ({ x: 60, y: 480 - 40 * j, text: `${word} ${title}`, size: 12 })),
    { x: 40, y: 20, text: `Ann Lee: The tides, ${i + 1} of 4, with the harbours of this coast`, size: 6 },
  ]);
  const { blocks: read } = await readPdf(pdfFile(slides, { info: { Title: 'The title' }, width: 1024 }));
  expect(read.filter(({ text }) => /Ann|First|matters/.test(text)).map(({ kind, text }) => [kind, text])).toEqual(
    ['Why', 'How', 'When', 'Who'].flatMap((title) => [
      ['heading', `${title} it matters`],
      ['prose', expect.stringContaining(`First ${title}`)],
    ]),
  );
});

it('puts a large first letter before its word, but no letter that heads a part of an index', async () => {
  const chapter = [{ x: 72, y: 676, text: 'T', size: 36 }, ...column([`he${LONG.slice(3)}`, MORE], { x: 100 })];
  const index = column([{ text: 'B', size: 14 }, null, 'barge, 12', null, { text: 'C', size: 14 }, null, 'cog, 3'], {
    y: 500,
  });
  expect((await blocks([[...chapter, ...index]])).map((block) => Array.isArray(block) && block[1])).toEqual([
    `${LONG} ${MORE}`,
    'B',
    'barge, 12',
    'C',
    'cog, 3',
  ]);
});

it('parts the number of a note from its first word, but not the mass of an element', async () => {
  const raised = (text: string, y: number): Placed => ({ x: 72, y: y + 4, text, size: 6 });
  const page = [
    ...column([LONG, MORE]),
    raised('12', 600),
    { x: 79, y: 600, text: 'The tide of 1821.' },
    raised('14', 560),
    { x: 79, y: 560, text: 'C is measured.' },
  ];
  const read = await blocks([page]);
  expect(read.slice(1)).toEqual([
    ['prose', '12 The tide of 1821.', 1, 1],
    ['prose', '14C is measured.', 1, 1],
  ]);
});

it('takes no notes that are counted as the pages are for their numbers', async () => {
  const pages = [1, 2, 3, 4, 5, 6].map((i) => [
    ...column([`${LONG} ${i}`, `${MORE} ${i}`, LONG, `people trust ${i}.`]),
    ...(i > 3
      ? []
      : [
          { x: 72, y: 104, text: `${i + 6}`, size: 6 },
          { x: 76, y: 100, text: ` Note ${'abc'.slice(0, i)} says more.` },
        ]),
  ]);
  const read = await blocks(pages);
  expect(read.filter((block) => Array.isArray(block) && String(block[1]).includes('Note'))).toEqual(
    [1, 2, 3].map((i) => ['prose', `${i + 6} Note ${'abc'.slice(0, i)} says more.`, i, i]),
  );
});

it('keeps raised letters in their line that are hardly smaller, as browsers have them', async () => {
  const raised = (x: number, y: number, text: string): Placed => ({ x, y, text, size: 8.9 });
  const page = [
    ...column([LONG]),
    { x: 72, y: 600, text: 'It is H' },
    raised(97.6, 595.5, '2'),
    { x: 102.5, y: 600, text: 'O, and 10' },
    raised(146.4, 604.5, '9'),
    { x: 151.4, y: 600, text: ' of it.' },
  ];
  expect((await blocks([page])).slice(1)).toEqual([['prose', 'It is H2O, and 10^9 of it.', 1, 1]]);
});

it('puts bullets and numbers before their items that are drawn behind all other text', async () => {
  const items = ['The tide comes.', 'The tide goes.', 'Nobody waits.'].map((text, i) => ({
    x: 90,
    y: 600 - 20 * i,
    text,
  }));
  const markers = ['\x95', '2.', '\x95'].map((text, i) => ({ x: 80, y: 600 - 20 * i, text }));
  const far = { x: 20, y: 700, text: '3.' };
  const first = [...column([LONG, MORE]), ...items, ...markers, far];
  const read = await readPdf(pdfFile([first, column([MORE, 'people trust.'])], { info: { Title: 'The title' } }));
  expect(read.blocks.map(({ kind, list, text }) => [kind, list?.item, text])).toEqual([
    ['prose', undefined, `${LONG} ${MORE}`],
    ['list', 'bullet', 'The tide comes.'],
    ['list', undefined, '2. The tide goes.'],
    ['list', 'bullet', 'Nobody waits.'],
    ['list', undefined, '3.'],
    ['prose', undefined, `${MORE} people trust.`],
  ]);
});

it('joins words that were cut at soft hyphens, which the library does not tell', async () => {
  const lines = ['The harbour keeps two clo~', 'cks, one for the peo~', 'ple who live by one', 'for the boats.'];
  // As Typst draws them: each hyphen by itself, in a font that says what it is.
  const drawn = lines.map((text, i) => `1 0 0 1 72 ${700 - 12 * i} Tm (${text.replace('~', ') Tj (~')}) Tj`);
  const letters =
    '1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfrange <20> <7d> <0020> <7e> <7e> <00ad> endbfrange';
  const bytes = file([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    '<< /Creator (Typst 0.15.1) >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F0 6 0 R >> >> /Contents 5 0 R >>',
    stream(`BT /F0 10 Tf ${drawn.join(' ')} ET`),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 7 0 R >>',
    stream(letters),
  ]);
  const { blocks } = await readPdf(bytes);
  expect(blocks.map((block) => block.text)).toEqual([
    'The harbour keeps two clocks, one for the people who live by one for the boats.',
  ]);
});

it('takes numbered titles in capitals for headings, as in papers, but no sentences in capitals', async () => {
  const text = [LONG, MORE, null];
  const page = column([
    'I. INTRODUCTION',
    null,
    ...text,
    'II. TIDES: A STUDY',
    null,
    ...text,
    'III. THE CITY WILL PAY.',
    null,
    ...text,
  ]);
  const { blocks: read } = await readPdf(pdfFile([page], { info: { Title: 'The title' } }));
  expect(read.filter(({ kind }) => kind === 'heading').map((block) => block.text)).toEqual([
    'I. INTRODUCTION',
    'II. TIDES: A STUDY',
  ]);
});

it('takes no bold row above a table for a heading', async () => {
  const bold = (x: number, text: string) => ({ x, y: 660, text, font: 'Helvetica-Bold' }) as const;
  const names = [bold(72, 'Product'), bold(200, 'Description'), bold(400, 'Price')];
  const section = [bold(72, '1'), bold(120, 'Tides'), bold(400, '12')].map((cell) => ({ ...cell, y: 400 }));
  const page = [...column([LONG, MORE]), ...names, ...column(['Hammer', LONG, MORE], { y: 640 }), ...section];
  const read = await blocks([[...page, ...column([LONG, MORE], { y: 370 })]]);
  expect(read.filter((block) => Array.isArray(block) && block[0] === 'heading')).toEqual([
    ['heading', '1 Tides 12', 1, 1],
  ]);
});

it('goes on with the cell of a table that is wrapped, but not with text below the table', async () => {
  const row = (y: number, ...cells: string[]): Placed[] => cells.map((text, i) => ({ x: 72 + 80 * i, y, text }));
  const page = [
    ...row(700, 'child', 'A harbour without a clock of its own.'),
    ...row(688, 'grep', 'Whether the path of a boat is that of a regular har-'),
    { x: 152, y: 676, text: 'bour. Several are taken one after the' },
    { x: 152, y: 664, text: 'other.' },
    ...row(652, 'warn', 'Whether a bell is rung.'),
    ...row(640, 'wait', 'Whether boats are.'),
    { x: 72, y: 628, text: 'All of them are optional.' },
    ...column([LONG, MORE], { y: 500 }),
  ];
  expect(await blocks([page])).toEqual([
    [
      'table',
      'child | A harbour without a clock of its own.\ngrep | Whether the path of a boat is that of a regular harbour. Several are taken one after the other.\nwarn | Whether a bell is rung.\nwait | Whether boats are.',
      1,
      1,
    ],
    ['prose', 'All of them are optional.', 1, 1],
    ['prose', `${LONG} ${MORE}`, 1, 1],
  ]);
});

it('knows headings, lists, code and tables', async () => {
  const page = column([
    { text: 'Tides', size: 16 },
    null,
    LONG,
    MORE,
    null,
    { text: 'How to read the table', font: 'Helvetica-Bold' },
    null,
    LONG,
    MORE,
    '\x95 Take the height at high water.',
    '\x95 Subtract the draught of your boat, which is what is below the water',
    { text: 'line.', x: 80 },
    '1. What is left is water.',
    null,
    { text: 'const tide = 3;', font: 'Courier' },
    { text: 'if (tide > 2) {', font: 'Courier' },
    { text: 'sail();', font: 'Courier', x: 84 },
    null,
  ]);
  const rows = [
    ['Mon', '04:12', '3.9 m'],
    ['Tue', '05:01', '4.2 m'],
  ].flatMap((cells, i) => cells.map((text, j) => ({ text, x: 72 + 90 * j, y: 400 - 14 * i })));
  const read = await readPdf(pdfFile([[...page, ...rows]], { info: { Title: 'The title' } }));
  expect(read.title).toBe('The title');
  expect(read.blocks.map(({ kind, level, list, text }) => [kind, level ?? list?.item, text])).toEqual([
    ['heading', 1, 'Tides'],
    ['prose', undefined, `${LONG} ${MORE}`],
    ['heading', 2, 'How to read the table'],
    ['prose', undefined, `${LONG} ${MORE}`],
    ['list', 'bullet', 'Take the height at high water.'],
    ['list', 'bullet', 'Subtract the draught of your boat, which is what is below the water line.'],
    ['list', undefined, '1. What is left is water.'],
    ['code', undefined, 'const tide = 3;\nif (tide > 2) {\n  sail();'],
    ['table', undefined, 'Mon | 04:12 | 3.9 m\nTue | 05:01 | 4.2 m'],
  ]);
});

describe('what a document says of itself', () => {
  const page = [{ x: 72, y: 720, text: 'The Harbour Book', size: 20 }, ...column([LONG, MORE])];

  it.each([
    ['The Tide Book', 'The Tide Book'],
    ['Microsoft Word - harbour.doc', 'The Harbour Book'],
    ['untitled', 'The Harbour Book'],
    ['harbour_final.indd', 'The Harbour Book'],
    ['', 'The Harbour Book'],
    ['(anonymous)', 'The Harbour Book'],
  ])('with the title %j it is called %j', async (Title, title) => {
    expect((await readPdf(pdfFile([page], { info: { Title } }))).title).toBe(title);
  });

  it('gives authors, tags, date and language', async () => {
    const info = {
      Author: 'Ann Lee; Bo Lund and Cy Ray',
      Keywords: 'tides, harbours',
      CreationDate: "D:20211001093000+02'00'",
    };
    const { language, metadata } = await readPdf(pdfFile([page], { info, language: 'de_at' }));
    expect(language).toBe('de-AT');
    expect([...metadata]).toEqual([
      ['author', ['Ann Lee', 'Bo Lund', 'Cy Ray']],
      ['created', ['2021-10-01T09:30:00+02:00']],
      ['tags', ['tides', 'harbours']],
    ]);
  });
});

describe('fonts of Chinese, Japanese and Korean that name one of the tables of Adobe', () => {
  it.each<[encoding: string, ordering: string, codes: string, text: string]>([
    ['UniGB-UCS2-H', 'GB1', '4e2d65876d4b8bd5', '中文测试'],
    ['GBK-EUC-H', 'GB1', 'd6d0cec4b2e2cad4', '中文测试'],
    ['ETen-B5-H', 'CNS1', 'a4a4a4e5b4fab8d5', '中文測試'],
    ['UniCNS-UTF16-H', 'CNS1', '4e2d65876e2c8a66', '中文測試'],
    ['UniJIS-UTF16-H', 'Japan1', '65e5672c8a9e691c7d22', '日本語検索'],
    ['UniJIS-UCS2-V', 'Japan1', '65e5672c8a9e691c7d22', '日本語検索'],
    ['90ms-RKSJ-H', 'Japan1', '93fa967b8cea61b1b2b3', '日本語aｱｲｳ'],
    ['H', 'Japan1', '467c4b5c386c', '日本語'],
    ['KSCms-UHC-H', 'Korea1', 'c7d1b1b9bef9', '한국엇'],
    ['Identity-H', 'Japan1', '04d204d304d4', '碓臼渦'],
  ])('are read by %s', async (encoding, ordering, codes, text) => {
    const { blocks } = await readPdf(codedPdf([{ encoding, ordering, codes }]));
    expect(blocks.map((block) => block.text)).toEqual([text]);
  });
});

it('reads on where there are more fonts than are kept', async () => {
  const text = { encoding: 'Identity-H', ordering: 'Korea1', codes: '04d204d304d4' };
  const { blocks, missing } = await readPdf(codedPdf(Array.from({ length: 50 }, () => text)));
  const read = blocks.map((block) => block.text).join('');
  expect(missing).toBe(undefined);
  expect(read).toBe('그극근'.repeat(50));
});

it('reads signs of Japanese without the spaces that they are spread by, and without their readings', async () => {
  const hex = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex');
  const signs = ['日', '本', '国', '憲', '法'].map((sign, i) => [72 + 14 * i, 700, 10, hex(sign)] as const);
  const readings = ['に', 'ほん', 'こく', 'けん', 'ぽう'].map((kana, i) => [72 + 14 * i, 710, 5, hex(kana)] as const);
  // Each reading is drawn right before its sign. The last two signs stand further off.
  const places = [...signs.flatMap((sign, i) => [readings[i] ?? sign, sign]), [160, 700, 10, hex('第一')] as const];
  const font = { encoding: 'UniJIS-UTF16-H', ordering: 'Japan1', codes: '' };
  const kana = [[72, 600, 10, hex('ここに')] as const, [72, 586, 10, hex('かなだけ。')] as const];
  const { blocks } = await readPdf(codedPdf([{ ...font, places: [...places, ...kana] }]));
  expect(blocks.map((block) => block.text)).toEqual(['日本国憲法 第一', 'ここにかなだけ。']);
});

it('reads what is written downwards, in columns from the right', async () => {
  const hex = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex');
  const columns = [
    '日本国民は正当に選挙された国会における代',
    '表者を通じて行動しわれらとわれらの子孫のた',
    'めに。',
    'また次の段落は',
  ];
  const places = columns.map((text, i) => [500 - 18 * i - (i > 2 ? 18 : 0), 700, 10, hex(text)] as const);
  const { blocks } = await readPdf(codedPdf([{ encoding: 'UniJIS-UTF16-V', ordering: 'Japan1', codes: '', places }]));
  expect(blocks.map((block) => block.text)).toEqual([columns.slice(0, 3).join(''), columns[3]]);
});

describe('what cannot be read', () => {
  it('says that a scan needs OCR', async () => {
    await expect(readPdf(pdfFile([[]]))).rejects.toThrow('no text in it: a scan?');
  });

  it.each([
    ['nothing', '', 'empty: no text to search'],
    ['another file', 'plain text', 'no PDF, whatever its name says; save it as .pdf'],
    ['the beginning of one', '%PDF-1.7\n1 0 obj\n<< /Type', 'Invalid PDF structure.'],
  ])('says of %s what it is', async (_what, bytes, reason) => {
    await expect(readPdf(bytesOf(bytes))).rejects.toThrow(reason);
  });

  const text = column([LONG, MORE]);
  const written = { encoding: 'UniGB-UCS2-H', ordering: 'GB1', codes: '4e2d65876d4b8bd5' };
  // The letters of "The tide" by their numbers in a font, as many have them: 3 is the space.
  const numbered = { encoding: 'Identity-H', ordering: 'Identity', codes: '0037004b004800030057004c00470048' };

  it.each<[why: string, bytes: Uint8Array, missing: string | undefined]>([
    ['nothing of pages of text', pdfFile([text, text]), undefined],
    ['nothing of pages that are blank', pdfFile([text, [], [], []]), undefined],
    ['nothing of a cover', pdfFile([PICTURE, text]), undefined],
    ['nothing of a few plates', pdfFile([text, PICTURE, ...Array.from({ length: 9 }, () => text)]), undefined],
    [
      'pages that were scanned',
      pdfFile([text, PICTURE, PICTURE]),
      '2 of its 3 pages are only pictures, without text; run OCR over it, for example with ocrmypdf',
    ],
    [
      'pages in a font without a table of its letters',
      codedPdf([written, numbered]),
      '1 of its 2 pages has fonts that do not say what their letters are; run OCR over it, for example with ocrmypdf --force-ocr',
    ],
    [
      'pages in a font that names a table which is not known',
      codedPdf([written, { ...written, encoding: 'UniGB-UTF32-H' }]),
      '1 of its 2 pages has fonts that do not say what their letters are; run OCR over it, for example with ocrmypdf --force-ocr',
    ],
    [
      'pages that are damaged',
      bytesOf(
        Buffer.from(pdfFile([text, text, text]))
          .toString('latin1')
          .replace('10 0 obj', '10 0 xxx'),
      ),
      '1 of its 3 pages is damaged; open it with its program and save it again',
    ],
  ])('says that there is missing: %s', async (_why, bytes, missing) => {
    expect((await readPdf(bytes)).missing).toBe(missing);
  });

  it('takes the numbers of letters for none', async () => {
    const { blocks } = await readPdf(codedPdf([written, numbered]));
    expect(blocks.map((block) => block.text)).toEqual(['中文测试']);
    await expect(readPdf(codedPdf([numbered]))).rejects.toThrow(/^it has fonts that do not say .*; run OCR over it/);
  });

  it('says that a file needs a password', async () => {
    // A password of its own, by the oldest of ways; the rest of the file need not be encrypted for that to show.
    const hash = '0'.repeat(64);
    const encrypt = `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${hash}> /U <${hash}> >>`;
    const text = Buffer.from(pdfFile([[{ x: 72, y: 700, text: 'x' }]])).toString('latin1');
    const locked = text.replace('/Info 3 0 R', `/Info 3 0 R /Encrypt ${encrypt} /ID [<00> <00>]`);
    await expect(readPdf(bytesOf(locked))).rejects.toThrow('protected by a password');
  });

  it('reads the pages that are whole of a file that is not', async () => {
    const whole = Buffer.from(pdfFile([column([LONG]), column([MORE])])).toString('latin1');
    const read = await readPdf(bytesOf(whole.replace(/startxref\n\d+/, 'startxref\n7')));
    expect(read.blocks.map(({ text }) => text).join(' ')).toContain(MORE);
  });

  it.each<[why: string, bytes: () => Uint8Array]>([
    [
      'very many texts at one place',
      () => pdfFile([Array.from({ length: sized(30_000) }, () => ({ x: 72, y: 700, text: 'a b' }))]),
    ],
    [
      'a tree of pages that is its own child',
      () => file(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>', '<< >>']),
    ],
    [
      'a million pages that are not there',
      () => file(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 1000000 /Kids [] >>', '<< >>']),
    ],
    [
      'arrays in arrays',
      () => file([`<< /Type /Catalog /Pages 2 0 R /X ${'['.repeat(1e5)} >>`, '<< /Type /Pages /Kids [] >>', '<< >>']),
    ],
  ])('is done soon with %s', async (_why, bytes) => {
    await awaitedInTime(limited(5_000), () =>
      readPdf(bytes()).catch((error: unknown) => expect(error).toBeInstanceOf(Error)),
    );
  });
});

it('stays fast for a paragraph of very many bold lines', () => {
  const lines = Array.from({ length: sized(40_000) }, (_, i): Line => {
    const place = { x: 72, right: 500 };
    return { ...place, page: 1, y: 12 * i, size: 10, bold: true, mono: false, cells: [{ ...place, text: 'and on' }] };
  });
  const flow = { lines, left: 72, right: 500, leading: 0 };
  expect(inTime(limited(3_000), () => groupsOf(flow, { of: () => 12 }, false))).toHaveLength(1);
});

it('writes nothing of broken files to the console, and holds no page that unpacks to gigabytes', async () => {
  const bomb = deflateSync(Buffer.alloc(50_000_000, ' ')).toString('latin1');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    '<< >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R >>',
    stream(bomb, '/Filter /FlateDecode'),
  ];
  await expect(readPdf(file(objects))).rejects.toThrow('no text in it');
});
