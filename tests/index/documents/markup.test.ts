import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMarkup } from '../../../src/index/documents/markup.js';
import { isMarkup } from '../../../src/index/documents/paths.js';
import type { ParsedDocument } from '../../../src/index/types.js';
import { inTime } from '../../in-time.js';
import { limited, sized } from '../../times.js';

function read(text: string, ending: string): ParsedDocument {
  if (!isMarkup(ending)) throw new Error(`${ending} is not read`);
  return readMarkup(text, ending);
}

/** Blocks as their kind, text, and first and last line. */
type Shown = [kind: string, text: string, first: number, last: number];

function shownOf({ blocks }: ParsedDocument): Shown[] {
  return blocks.map(({ kind, text, lines }) => [kind, text, ...lines]);
}

const signs: [ending: string, text: string, shown: string][] = [
  ['.rst', 'Call :func:`open` or :meth:`~io.IOBase.close` of :mod:`!io`.', 'Call open or close of io.'],
  ['.rst', '``*a*`` and *b* and **c d** and `e` and e`f`:sub:', '*a* and b and c d and e and e`f`:sub:'],
  ['.rst', 'See `the docs\n<https://a.org/b>`_, Sphinx_, `c d`__ and [1]_.', 'See the docs, Sphinx, c d and [1].'],
  ['.rst', ':rfc:`4180`, :pep:`8`, :term:`b <c>`, :kbd:`a <b>`', 'RFC 4180, PEP 8, b, a <b>'],
  [
    '.rst',
    '2 * 3 * 4, a*b*c, _x_, __init__, x_y, a_(b), \\*c\\*, d\\ s',
    '2 * 3 * 4, a*b*c, _x_, __init__, x_y, a_(b), *c*, ds',
  ],
  ['.rst', 'a\\_b, :class:`C`\\s, C:\\d, \\', 'a_b, Cs, C:\\d,'],
  [
    '.rst',
    'At |a|, |b|, |c d|.\n\n.. |a| replace:: *Lake*\n   C\n.. |c d| image:: f.png\n.. |b| image:: g.png\n   :width: 3\n   :alt: D',
    'At Lake C, D, .',
  ],
  ['.rst', '.. deprecated:: 2.0  Use\n   `a`.', 'Deprecated since version 2.0: Use a.'],
  ['.rst', '..  note::  One\n      two', 'One two'],
  ['.rst', '.. a:: b(c,\n       d)\n   :e:\n   :f: g\n     h\n   :alt: i\n     j', 'b(c, d)\ni\nj'],
  ['.rst', '| a\n|\n| b', 'a\nb'],
  ['.rst', 'At |a| or |b|.\n\n.. |a| replace:: *Lake* C', 'At Lake C or |b|.'],
  ['.rst', '* .. _a:\n\n  b', 'b'],
  ['.rst', '.. tab:: `a`\n   :b: c', 'a'],
  ['.adoc', '`a`, *b*, _c_, **d**e, `+f+`, "`g`", #h#, [.i]#j#, k^2^', 'a, b, c, de, f, "g", h, j, k2'],
  [
    '.adoc',
    'See link:a.html[`b`], https://c.org[d^], <<e>>, <<f, `<g>` h>>, xref:i.adoc[].',
    'See b, d, e, <g> h, i.adoc.',
  ],
  ['.adoc', 'Press kbd:[Ctrl+C] in menu:File[Save], linkgit:git-log[1].', 'Press Ctrl+C in File Save, git-log(1).'],
  ['.adoc', 'a|b\n:c: d \\\n  e\n{c}', 'a|b d e'],
  ['.adoc', ':a: Lake C\n\nAt {a} or {b}, ((d))(((e))), [[f]]g', 'At Lake C or {b}, d, g'],
  ['.adoc', '2 * 3 * 4, a_b_c, C++ and C++, a[b], x::y, \\*c*', '2 * 3 * 4, a_b_c, C++ and C++, a[b], x::y, *c*'],
  ['.org', '*a*, /b/, _c_, =d=, ~*e*~, +f+', 'a, b, c, d, *e*, f'],
  ['.org', 'See [[https://a.org][b c]], [[*D]], [[file:e.org]].', 'See b c, D, e.org.'],
  ['.org', '2 * 3 * 4, a/b/c, x=1, y=2, <<d>>{{{kbd(C-c)}}}', '2 * 3 * 4, a/b/c, x=1, y=2, C-c'],
];

const blocks: [why: string, ending: string, text: string, shown: Shown[]][] = [
  [
    'a directive leaves its text, without what it is told',
    '.rst',
    '.. note:: One\n   two.\n\n   Three.\n\n.. figure:: a.png\n   :width: 3\n   :alt: A lake\n\n   Four.',
    [
      ['prose', 'One two.', 1, 2],
      ['prose', 'Three.', 4, 4],
      ['prose', 'A lake', 8, 8],
      ['prose', 'Four.', 10, 10],
    ],
  ],
  [
    'what nobody sees is no text',
    '.rst',
    '.. comment\n   of two\n\n   parts\n\n.. index:: a\n   single: b\n.. _c:\n.. module:: d\n\n.. toctree::\n\n   e\n\n----\n\nText.',
    [['prose', 'Text.', 17, 17]],
  ],
  [
    'what is indented below two points alone is seen',
    '.rst',
    '- a\n\n..\n\n  b\n\n..\n  c',
    [
      ['list', '- a', 1, 1],
      ['prose', 'b', 5, 5],
    ],
  ],
  [
    'cells that go on below are one',
    '.adoc',
    '|===\n|a |b link:c[d\ne] f\n\n|g\n|h\n`i`\n* j\n|===\n\n,===\nk,l\nm,n\n,===\n\n[format=csv]\n|===\no,p\nq,r\n|===',
    [
      ['table', 'a | b d e f\ng\nh i\n* j', 2, 8],
      ['table', 'k,l\nm,n', 12, 13],
      ['table', 'o,p\nq,r', 18, 19],
    ],
  ],
  [
    'signatures and versions stay',
    '.rst',
    '.. function:: a(b)\n\n   C.\n\n   .. versionadded:: 3.2\n      D.',
    [
      ['prose', 'a(b)', 1, 1],
      ['prose', 'C.', 3, 3],
      ['prose', 'New in version 3.2: D.', 5, 6],
    ],
  ],
  [
    'code stands as it is, and two codes are two',
    '.rst',
    'So::\n\n  *a*\n\n    b_\n\n.. code-block:: sh\n   :caption: C\n\n   d\n\n.. code-block:: sh\n\n   e\n\nText.\n\n>>> f\n1',
    [
      ['prose', 'So:', 1, 1],
      ['code', '*a*\n\n  b_', 3, 5],
      ['prose', 'C', 8, 8],
      ['code', 'd', 10, 10],
      ['code', 'e', 14, 14],
      ['prose', 'Text.', 16, 16],
      ['code', '>>> f\n1', 18, 19],
    ],
  ],
  [
    'terms, items and lines begin lines',
    '.rst',
    'Term\n  Its meaning\n  goes on.\n\n- a\n  b\n- c\n\n| d\n| e',
    [
      ['prose', 'Term\nIts meaning goes on.', 1, 3],
      ['list', '- a b\n- c', 5, 7],
      ['prose', 'd\ne', 9, 10],
    ],
  ],
  [
    'tables are rows',
    '.rst',
    '=====  ==\nA      B\n=====  ==\n``a``  b\n       c\nd      e\n=====  ==\n\n+---+---+\n| A | B |\n+===+===+\n| a | b |\n|   | c |\n+---+---+\n',
    [
      ['table', 'A | B\na | b c\nd | e', 2, 6],
      ['table', 'A | B\na | b c', 10, 12],
    ],
  ],
  [
    'a reference to a place shows its heading',
    '.rst',
    'T\n=\n\nSee :ref:`A-b` and :ref:`c`.\n\n.. _a-b:\n\n*D* e\n=====\n\nText.',
    [
      ['prose', 'See D e and c.', 4, 4],
      ['heading', 'D e', 8, 9],
      ['prose', 'Text.', 11, 11],
    ],
  ],
  [
    'blocks leave what is in them',
    '.adoc',
    '[NOTE]\n.Title\n====\nOne\ntwo.\n====\n\n[source,sh]\n----\n*a*\n\n== b\n----\n....\nc\n....\n[source]\nd\n  e\n\n////\nf\n////\nText.',
    [
      ['prose', 'Title', 2, 2],
      ['prose', 'One two.', 4, 5],
      ['code', '*a*\n\n== b', 10, 12],
      ['code', 'c', 15, 15],
      ['code', 'd\n  e', 18, 19],
      ['prose', 'Text.', 24, 24],
    ],
  ],
  [
    'what nobody sees is no text',
    '.adoc',
    '// a\n:b: c\n[[d]]\ninclude::e.adoc[]\nimage::f.png[A lake,200]\nifdef::g[]\n\nOne\n// h\ntwo.\nendif::[]\n<<<',
    [
      ['prose', 'A lake', 5, 5],
      ['prose', 'One two.', 8, 10],
    ],
  ],
  [
    'terms and items begin lines',
    '.adoc',
    '-a::\n--all:: \n\tAll of\n\tthem.\n+\nMore.\n\n. b\nc\n.. d\n\n a\n  b',
    [
      ['prose', '-a\n--all\nAll of them.', 1, 4],
      ['prose', 'More.', 6, 6],
      ['list', '- b c\n- d', 8, 10],
      ['code', 'a\n b', 12, 13],
    ],
  ],
  [
    'tables are rows',
    '.adoc',
    '|===\n|A |`b`\n\n2+|c\na|d\n|===\nText.',
    [
      ['table', 'A | b\nc\nd', 2, 5],
      ['prose', 'Text.', 7, 7],
    ],
  ],
  [
    'headings of both kinds, below what is told of them',
    '.adoc',
    '= T\n\nText to <<b>>.\n\nOne\n---\n[discrete]\n[#b]\n=== *Two* ===\nMore.\nA line\n-----\n*c*\n-----',
    [
      ['prose', 'Text to Two.', 3, 3],
      ['heading', 'One', 5, 6],
      ['heading', 'Two', 9, 9],
      ['prose', 'More. A line', 10, 11],
      ['code', '*c*', 13, 13],
    ],
  ],
  [
    'the line below a block is no underline in it',
    '.adoc',
    '= T\n\nA\n[TIP]\n====\nTip.\n====\n\nTwo\n===\n\n--\nno\n--',
    [
      ['prose', 'A', 3, 3],
      ['prose', 'Tip.', 6, 6],
      ['heading', 'Two', 9, 10],
      ['prose', 'no', 13, 13],
    ],
  ],
  [
    'who has said what is quoted is shown',
    '.adoc',
    'a\n\n[quote#b, Ann Lee, A Book]\n____\nc\n____',
    [
      ['prose', 'a', 1, 1],
      ['prose', 'Ann Lee, A Book', 3, 3],
      ['prose', 'c', 5, 5],
    ],
  ],
  ['cells are parted without spaces, too', '.adoc', '|===\n|a|b c|`d\\|e`\n|===', [['table', 'a | b c | d|e', 2, 2]]],
  [
    'the head of a table is shown, and what comes first in a cell',
    '.rst',
    'B\n=\n\n.. csv-table:: A\n   :header: "b"\n   :widths: 1\n\n   "c"\n\n==  ==\nd   e\n\\   f\n==  ==',
    [
      ['prose', 'A\n"b"', 4, 5],
      ['code', '"c"', 8, 8],
      ['table', 'd | e\n | f', 11, 12],
    ],
  ],
  [
    'a picture alone is no paragraph',
    '.org',
    'a\n\n[[file:b.png]]\n\nc',
    [
      ['prose', 'a', 1, 1],
      ['prose', 'c', 5, 5],
    ],
  ],
  [
    'a fence that is not closed takes nothing in',
    '.adoc',
    'Text.\n\n----\n\nMore.',
    [
      ['prose', 'Text.', 1, 1],
      ['prose', 'More.', 5, 5],
    ],
  ],
  [
    'it is parted at its headings, where no blank lines are',
    '.org',
    ':PROPERTIES:\n:ID: 7\n:END:\n#+startup: all\n* /One/ :tag:\n:LOGBOOK:\n- b\n:END:\nText.\n- c\n  d\nMore.\n# e\n#+begin_src sh\n* f\n\ng\n#+end_src\n: h\n#+caption: I\n| a | =b= |\n|---+-----|\n| c | d |\n#+begin_quote\nj\n#+end_quote',
    [
      ['list', '- b', 7, 7],
      ['prose', 'Text.', 9, 9],
      ['list', '- c d', 10, 11],
      ['prose', 'More.', 12, 12],
      ['code', '* f\n\ng', 15, 17],
      ['code', 'h', 19, 19],
      ['prose', 'I', 20, 20],
      ['table', 'a | b\nc | d', 21, 23],
      ['prose', 'j', 25, 25],
    ],
  ],
];

const titles: [ending: string, text: string, title: string, blocks: string[]][] = [
  [
    '.rst',
    ':orphan:\n\n:mod:`csv` --- CSV Files\n========================\n\n**Source:** :source:`a`',
    'csv \u2014 CSV Files',
    ['Source: a'],
  ],
  ['.rst', '```\nOne\n```\n\nText.', 'One', ['Text.']],
  ['.adoc', '= Title\nAnn Lee <a@b.org>\n:toc:\n:d: e\n\nText.', 'Title', ['Ann Lee <a@b.org>', 'Text.']],
  ['.adoc', '[[a]]\n= *Title* =\nAnn Lee\n\n== One\nText.', 'Title', ['Ann Lee', 'One', 'Text.']],
  ['.org', '#+TITLE: Title\n#+AUTHOR: Ann Lee\n* One\nText.', 'Title', ['Ann Lee', 'One', 'Text.']],
  ['.rst', 'Only text.', 'Only text.', ['Only text.']],
  ['.org', '', '', []],
];

describe('readMarkup', () => {
  it.each(signs)('shows signs of %s: %s', (ending, text, shown) => {
    expect(read(text, ending).blocks.map((block) => block.text)).toEqual([shown]);
  });

  it.each(blocks)('%s: %s', (_why, ending, text, shown) => {
    expect(shownOf(read(text, ending))).toEqual(shown);
  });

  it.each(titles)('title of %s: %s', (ending, text, title, blocks) => {
    const parsed = read(text, ending);
    expect(parsed.title).toBe(title);
    expect(parsed.blocks.map((block) => block.text)).toEqual(blocks);
  });

  it('reads what a source says of itself', () => {
    expect(read('T\n=\n\n:Author: Ann Lee\n:Date: 2001-10-05', '.rst').metadata.get('author')).toEqual(['Ann Lee']);
    expect(read('= T\n:author: Ann Lee\n:date: 2001-10-05', '.adoc').metadata.get('date')).toEqual(['2001-10-05']);
    expect(read('#+title: T\n#+keywords: a, b', '.org').metadata.get('tags')).toEqual(['a', 'b']);
  });

  it('knows the lines of text without its signs', () => {
    const [block] = read('One :func:`two\nthree` four\n.. five\n`six <seven\neight>`_ nine', '.rst').blocks;
    expect(block?.text).toBe('One two three four six nine');
    const { text, lineOffsets = [] } = block ?? { text: '' };
    expect(lineOffsets.map((offset) => text.slice(offset).trim().split(' ')[0])).toEqual([
      'One',
      'three',
      'six',
      'six',
      'nine',
    ]);
  });

  it('knows them where signs at the edges show nothing', () => {
    const [block] = read('(((a))) b\nc\n(((d)))', '.adoc').blocks;
    expect(block).toMatchObject({ text: 'b c', lines: [1, 3], lineOffsets: [0, 2, 3] });
  });

  it('reads no other endings', () => {
    expect(isMarkup('.txt')).toBe(false);
  });

  it.each([
    ['.rst', '`'],
    ['.rst', '``a '],
    ['.rst', ':a:`b'],
    ['.rst', '*a '],
    ['.rst', '|a '],
    ['.rst', '=  =\n'],
    ['.rst', '+-+\n| a'],
    ['.rst', 'a::\n'],
    ['.rst', '.. |a| replace:: bbbb\n\n|a||a| |a| '],
    ['.adoc', '_a '],
    ['.adoc', '+a '],
    ['.adoc', '{a'],
    ['.adoc', '<<a'],
    ['.adoc', 'a:b[c'],
    ['.adoc', '----\n'],
    ['.adoc', '[a]\n'],
    ['.adoc', 'a::'],
    ['.adoc', ':a: \\\n'],
    ['.adoc', '====\n'],
    ['.rst', '.. |a| image:: b\n   c\n'],
    ['.org', '*a '],
    ['.org', '[[a][b'],
    ['.org', '#+begin_src\n'],
    ['.org', ':PROPERTIES:\n'],
  ])('takes many of %s %j in linear time', (ending, piece) => {
    inTime(limited(2_000), () => read(`T\n\nx ${piece.repeat(sized(300_000) / piece.length)}`, ending));
  });

  it('puts no more in the place of names than the text is long', () => {
    const source = `.. |a| replace:: ${'b'.repeat(1_000)}\n\n${'|a| '.repeat(1_000)}`;
    const length = read(source, '.rst').blocks.reduce((sum, { text }) => sum + text.length, 0);
    expect(length).toBeLessThan(2 * source.length);
  });

  it.each(['.rst', '.adoc', '.org'])('gives lines within the source of any %s', (ending) => {
    const pieces = fc.constantFrom(
      'a',
      ' b',
      '\n',
      '\n\n',
      '`',
      '``',
      '*',
      '_',
      '|',
      ':c:',
      '.. d::',
      '::',
      '  ',
      '- ',
      '=',
      '====',
      '----',
      '[e]',
      '[[',
      ']]',
      '#+begin_src',
      '#+end_src',
      ':end:',
      '+',
      '<<',
      '>>',
      '>>> ',
      '{f}',
      ':f: g',
      '//',
      '|===',
      '+-+-+',
      '== ==',
      '* ',
      '. ',
      '.h',
      '~',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const source = parts.join('');
        const count = source.split('\n').length;
        for (const { text, lines, lineStarts, lineOffsets } of read(source, ending).blocks) {
          expect(lines[0]).toBeGreaterThanOrEqual(1);
          expect(lines[1]).toBeGreaterThanOrEqual(lines[0]);
          expect(lines[1]).toBeLessThanOrEqual(count);
          if (lineStarts !== undefined) expect(lineStarts.length).toBe(text.split('\n').length);
          const offsets = lineOffsets ?? [];
          expect(offsets.every((offset, i) => offset <= text.length && offset >= (offsets[i - 1] ?? 0))).toBe(true);
        }
      }),
    );
  });
});

describe('tables that are written as lists', () => {
  const table = (cell: string): string =>
    `.. list-table:: *A*\n   :header-rows: 1\n\n   * - B\n     - ${cell}\n\n   * -\n     - \`\`d\`\`\n\ne`;

  it('are rows', () => {
    expect(shownOf(read(table('C\n       c'), '.rst'))).toEqual([
      ['prose', 'A', 1, 1],
      ['table', 'B | C c\n | d', 4, 8],
      ['prose', 'e', 11, 11],
    ]);
  });

  it.each(['.. note:: f', '- f', '::\n\n         f', '1. f'])(
    'are lists where a cell has more than text: %s',
    (cell) => {
      const kinds = shownOf(read(table(cell), '.rst')).map(([kind]) => kind);
      expect(kinds).not.toContain('table');
      expect(kinds).toContain('list');
    },
  );

  it('are read in time', () => {
    const rows = '   * - a\n     - b\n'.repeat(sized(50_000));
    const begun = '.. list-table::\n\n   * - a\n'.repeat(sized(30_000));
    for (const source of [`.. list-table::\n\n${rows}`, begun]) inTime(limited(2_000), () => read(source, '.rst'));
  });
});
