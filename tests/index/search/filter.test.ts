/** Filters: each kind by table, and how several join. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dateOf, facetValues } from '../../../src/index/search/filter.js';
import type { Filter, FilterName } from '../../../src/index/search-types.js';
import type { Document } from '../../../src/index/types.js';
import { matchesFilters } from '../../oracle/matches-filters.js';

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

describe('dateOf', () => {
  const dated = (...entries: [string, string][]) =>
    dateOf({ ...document, metadata: new Map(entries.map(([key, value]) => [key, [value]])) });

  it.each([
    [
      'what it says first of all',
      [
        ['modified', '2023-01-01'],
        ['date', '2021-10-01'],
      ],
      '2021-10-01',
    ],
    ['another name for it', [['published', '2020-05-05']], '2020-05-05'],
    ['a time with its zone', [['date', '2021-10-01T00:30:00+02:00']], '2021-09-30T22:30:00Z'],
    ['the file’s time where it says nothing', [], '2024-01-01'],
    ['nor anything that is a date', [['date', 'soon']], '2024-01-01'],
    ['nor a year', [['date', 'draft 2']], '2024-01-01'],
    ['nor one that can be asked for', [['date', '-0044-03-15']], '2024-01-01'],
    ['nor one of five digits', [['date', '20210-01-01']], '2024-01-01'],
    ['the first century', [['date', '0044-03-15']], '0044-03-15'],
    [
      'the next name that is a date',
      [
        ['date', 'soon'],
        ['updated', '2022-02-02'],
      ],
      '2022-02-02',
    ],
  ] satisfies [string, [string, string][], string][])('%s', (_why, entries, want) => {
    expect(new Date(dated(...entries)).getTime()).toBe(Date.parse(want));
  });
});

describe('a date without a zone is UTC', () => {
  const zone = process.env.TZ;
  beforeEach(() => {
    process.env.TZ = 'Asia/Tokyo';
  });
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  it.each([
    ['2021-10-01', '2021-10-01'],
    ['2021-10', '2021-10-01'],
    ['2021-10-01 00:30:00', '2021-10-01T00:30:00Z'],
    ['2021-10-01T00:30', '2021-10-01T00:30:00Z'],
    ['2021-10-01T00:30:00.5Z', '2021-10-01T00:30:00.5Z'],
    ['2021-10-01 00:30:00 +0900', '2021-09-30T15:30:00Z'],
    ['Fri, 1 Oct 2021 00:30:00 GMT', '2021-10-01T00:30:00Z'],
    ['October 1, 2021', '2021-10-01'],
    ['10/01/2021', '2021-10-01'],
    ['2021-10-1', '2021-10-01'],
    ['01-10-2021', '2021-01-10'],
    ['5.10.2021', '2021-10-05'],
    ['15. 1. 2021', '2021-01-15'],
    ['20211005', '2021-10-05'],
  ])('%s', (written, want) => {
    // In a zone that is ahead of it the day before would come out.
    expect(new Date(2021, 0).getTimezoneOffset()).toBe(-540);
    expect(new Date(dateOf({ ...document, metadata: new Map([['date', [written]]]) }))).toEqual(new Date(want));
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
