/** Queries typed again: what is offered must be read as what it was made of. */
import { expect, test } from 'vitest';
import { parseQuery } from '../../src/index/query.js';
import { typed, typedFilter } from '../../views/typed.js';

/** The last word may be unfinished in one and not in the other. */
const read = (q: string): string =>
  JSON.stringify({ ...parseQuery(q), text: '' }).replaceAll('"complete":true', '"complete":false');

test.each([
  'nato troops',
  '"nato troops" moon',
  '"nato troops"~3 "the"',
  'title:nato heading:"central asia"~2 body:word',
  'src/index/wor* docs/wrod~ title:docs/azu*',
  'title:"nato" wrod~',
  'nato AND (otan OR seato)',
  '(nato AND troops) OR (otan AND -moon)',
  '(nato OR NOT otan) moon',
  'nato -(sun OR star) -"green cheese" -title:moon',
  'getUserName OR state-of-the-art',
  'title:e-mail https://example.org/a',
  '* language:de author:"Jane Doe" path:notes/a_b.md',
  'nato tag:"a:b" type:md',
])('%s', (q) => {
  const { clauses, excluded, filters } = parseQuery(q);
  const again = [
    ...clauses.map((clause) => typed(clause, clauses.length + excluded.length > 1)),
    ...excluded.map((clause) => `-${typed(clause)}`),
    ...filters.map(typedFilter),
  ];
  expect(read(again.join(' '))).toBe(read(q));
});
