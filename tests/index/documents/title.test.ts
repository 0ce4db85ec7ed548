import { expect, it } from 'vitest';
import { chosenTitle, giveTitle } from '../../../src/index/documents/title.js';
import type { Block } from '../../../src/index/types.js';

it.each(['The Tide Book', 'Атлас приливов', '红楼梦', 'Microsoft Word for sailors', 'Node.js', 'Documents of 1848'])(
  '%j is a title',
  (said) => {
    expect(chosenTitle(said)).toBe(said);
  },
);

it.each([
  '',
  '42 / 7',
  'Title',
  'Dokument1',
  'untitled-2',
  '[Document title]',
  'Paper Title (use style: paper title)',
  '<D6D8C7EC>',
  'Microsoft Word - harbour.doc',
  'Microsoft PowerPoint - 3',
  'harbour_final.indd',
  'My last notes.docx',
])('%j is what a program wrote', (said) => {
  expect(chosenTitle(said)).toBe('');
});

const prose = (text: string): Block => ({ kind: 'prose', text, lines: [1, 1] });
const heading = (level: number, text: string): Block => ({ kind: 'heading', level, text, lines: [1, 1] });

it.each<[string, Block[], string | null, number | undefined]>([
  ['that is taken out', [prose('Download the ebook'), heading(1, 'Curves'), prose('A tool.')], 'Curves', 1],
  ['of any level', [prose('Prev | Next'), prose('Home'), heading(3, 'Curves')], 'Curves', 2],
  ['before the name of a site', [prose('Logo'), heading(1, 'Curves')], 'Curves — GIMP 2.10', 1],
  ['that nothing else names', [prose('Badge'), heading(2, 'Curves')], null, 1],
  ['that is another part of it', [prose('How to.'), heading(2, 'Install')], 'Install on Linux', undefined],
  ['that is a part of its first word', [prose('How to.'), heading(2, 'हिन्द')], 'हिन्दी', undefined],
  ['that says something else', [prose('How to.'), heading(1, 'Install')], 'Manual', undefined],
  ['below another', [heading(2, 'Menu'), prose('Home'), heading(1, 'Curves')], 'Curves', undefined],
  ['that is none', [prose('How to.')], 'Manual', undefined],
])('the title begins at a heading %s', (_, blocks, declared, titleAt) => {
  expect(giveTitle(blocks, declared).titleAt).toBe(titleAt);
});

it.each<[string, Block[], string | null, string[]]>([
  ['the title, whatever its level', [prose('Prev'), heading(3, 'Curves'), heading(4, 'Use')], 'Curves', ['Use']],
  ['what the title begins with', [heading(1, 'Curves')], 'Curves — GIMP', ['Curves']],
  ['a section that only became the title', [prose('How to.'), heading(2, 'Install')], null, ['Install']],
  ['the title below another', [heading(2, 'Menu'), heading(1, 'Curves')], 'Curves', ['Menu', 'Curves']],
])('of a heading that says %s', (_, blocks, declared, left) => {
  const headings = giveTitle(blocks, declared).blocks.filter(({ kind }) => kind === 'heading');
  expect(headings.map(({ text }) => text)).toEqual(left);
});
