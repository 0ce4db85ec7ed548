import { expect, it } from 'vitest';
import { chosenTitle } from '../../../src/index/documents/title.js';

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
