import { describe, expect, it } from 'vitest';
import { readOdp } from '../../../src/index/documents/odp.js';
import { inTime } from '../../in-time.js';
import { limited, sized } from '../../times.js';
import { odpFile, odtFile, zipOf } from './office-files.js';

const p = (text: string): string => `<text:p>${text}</text:p>`;
const frame = (use: string, inside: string): string =>
  `<draw:frame presentation:class="${use}"><draw:text-box>${inside}</draw:text-box></draw:frame>`;
const slide = (...inside: string[]): string => `<draw:page>${inside.join('')}</draw:page>`;
const list = (...items: string[]): string =>
  `<text:list>${items.map((item) => `<text:list-item>${item}</text:list-item>`).join('')}</text:list>`;

describe('an ODP file', () => {
  it('has a section for each slide, with its lists, tables, boxes, notes and remarks, and without what all slides have', () => {
    const parsed = readOdp(
      odpFile(
        `<presentation:footer-decl>Company</presentation:footer-decl>${[
          slide(frame('title', p('Deck')), frame('subtitle', p('By Ada.')), frame('footer', p('Company'))),
          slide(
            frame('outline', list(p('one') + list(p('two')))),
            '<draw:frame><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table></draw:frame>',
            `<draw:custom-shape>${p('in a shape')}</draw:custom-shape>`,
            `<officeooo:annotation><dc:creator>Bo</dc:creator>${p('why?')}</officeooo:annotation>`,
            frame('title', p('Two') + p('lines')),
            `<presentation:notes>${frame('page', p('2'))}${frame('notes', p('say this'))}</presentation:notes>`,
          ),
          slide(frame('page-number', p('3'))),
          slide(`<draw:frame><draw:text-box>${p('By hand')}</draw:text-box></draw:frame>`),
        ].join('')}`,
        { meta: '<meta:initial-creator>Ada</meta:initial-creator>' },
      ),
    );
    expect(parsed).toMatchObject({ title: 'Deck', metadata: new Map([['author', ['Ada']]]) });
    expect(parsed.blocks.map(({ lines, kind, text }) => [lines[0], kind, text])).toEqual([
      [1, 'prose', 'By Ada.'],
      [2, 'heading', 'Two lines'],
      [2, 'list', 'one'],
      [2, 'list', 'two'],
      [2, 'table', 'a | b'],
      [2, 'prose', 'in a shape'],
      [2, 'quote', 'Bo: why?'],
      [2, 'quote', 'say this'],
      [4, 'heading', 'By hand'],
    ]);
  });

  it.each([
    ['another file', Buffer.from('text'), /no OpenDocument presentation.*save it as \.odp/],
    ['an archive of something else', zipOf({ a: 'x' }), /no OpenDocument presentation/],
    [
      'one with a password',
      odpFile('', {
        manifest:
          '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>',
      }),
      /password/,
    ],
  ])('says of %s what it is', (_, bytes, reason) => {
    expect(() => readOdp(bytes)).toThrow(reason);
  });

  it('has no slides where it is a text', () => {
    expect(readOdp(odtFile(p('text'))).blocks).toEqual([]);
  });

  it.each([
    ['slides in each other', '<draw:page>'.repeat(sized(50_000))],
    ['frames in each other', slide('<draw:frame presentation:class="title">'.repeat(sized(100_000)))],
    ['notes without end', slide(`<presentation:notes>${p('x')}`.repeat(sized(50_000)))],
  ])('stays fast for %s', (_, slides) => {
    inTime(limited(3_000), () => readOdp(odpFile(slides, { level: 0 })));
  });
});
