/** Facets, and the filters on them and on all else: each kind by table, and how several join. */
import { describe, expect, it } from 'vitest';
import { facetValues } from '../../../../src/index/search/collect/facets.js';
import type { Filter, FilterName } from '../../../../src/index/search-types.js';
import type { Document } from '../../../../src/index/types.js';
import { matchesFilters } from '../../../oracle/matches-filters.js';

const document: Document = {
  id: 'id-1',
  path: 'Notes/cafe\u0301/Trip.md', // as a Mac names it: the accent apart
  title: 'Trip',
  format: 'md',
  language: 'de-AT',
  metadata: new Map([
    ['author', ['Jane Doe', 'José']],
    ['tags', ['Travel', 'c++']],
    ['date', ['2021-10-01']],
  ]),
  contentHash: '',
  modifiedAt: Date.parse('2024-01-01'),
  size: 1,
  stamp: '',
  paragraphs: 1,
  titleAt: 1,
};

const table: [name: FilterName, value: string, passes: boolean, why: string][] = [
  ['document', 'id-1', true, 'its id'],
  ['document', 'id-', false, 'an id is whole'],
  ['path', 'notes/', true, 'any part, any case'],
  ['path', 'café', true, 'letters composed or not'],
  ['path', 'cafe/trip', true, 'letters without their accents'],
  ['path', 'notes\\', false, 'slashes go one way'],
  ['path', '.*', false, 'no pattern'],
  ['folder', 'notes/café/', true, 'with a slash behind it or without'],
  ['folder', '/notes/café', true, 'as from the root'],
  ['folder', './notes/café', true, 'as a shell completes it'],
  ['folder', 'notes/cafe', false, 'another folder may have that name'],
  ['folder', '/', false, 'no folder'],
  ['type', 'MD', true, 'any case'],
  ['type', 'm', false, 'a kind is whole'],
  ['language', 'de', true, 'the language of a region'],
  ['language', 'DE-ch', true, 'another region'],
  ['language', 'd', false, 'a language is whole'],
  ['author', 'doe', true, 'any part of a name'],
  ['author', 'jose\u0301', true, 'the second author, decomposed'],
  ['author', 'JOSE', true, 'without its accent'],
  ['author', 'janet', false, 'another'],
  ['tag', 'travel', true, 'any case'],
  ['tag', 'C++', true, 'signs'],
  ['tag', 'trav', false, 'a tag is whole'],
  ['after', '2021-10-01', true, 'the day itself'],
  ['after', '2021-10-02', false, 'a day later'],
  ['after', '2021', true, 'a year from its first day'],
  ['after', 'soon', false, 'no date passes nothing'],
  ['before', '2021-10-01', false, 'the day itself is not before it'],
  ['before', '2021-10-02', true, 'a day later'],
  ['before', '', false, 'no date passes nothing'],
];

const of = (...filters: [FilterName, string][]): Filter[] => filters.map(([name, value]) => ({ name, value }));

describe('matchesFilters', () => {
  it.each(table)('%s:%s → %s (%s)', (name, value, passes) => {
    expect(matchesFilters(document, of([name, value]))).toBe(passes);
  });

  it('joins one name by or, different names by and', () => {
    expect(matchesFilters(document, [])).toBe(true);
    expect(matchesFilters(document, of(['type', 'txt'], ['type', 'md']))).toBe(true);
    expect(matchesFilters(document, of(['type', 'md'], ['tag', 'home']))).toBe(false);
    expect(matchesFilters(document, of(['tag', 'home'], ['tag', 'travel'], ['type', 'md']))).toBe(true);
  });

  it('passes nothing that a document does not say', () => {
    const silent = { ...document, language: null, metadata: new Map() };
    for (const filter of of(['language', 'de'], ['author', 'doe'], ['tag', 'travel'])) {
      expect(matchesFilters(silent, [filter])).toBe(false);
    }
  });
});

describe('facetValues', () => {
  // Some file systems keep any time, and every year in an answer is a link that must lead to hits.
  it.each([
    ['2024-01-01', ['2024']],
    ['0044-03-15', ['0044']],
    ['9999-12-31', ['9999']],
    ['+010000-01-01', []],
    ['-000044-03-15', []],
  ])('gives a year of four digits or none: a file of %s', (modified, years) => {
    expect(facetValues({ ...document, metadata: new Map(), modifiedAt: Date.parse(modified) }, 'year')).toEqual(years);
  });
});
