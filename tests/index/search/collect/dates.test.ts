/** The dates of documents, by table. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dateOf } from '../../../../src/index/search/collect/dates.js';
import type { Described } from '../../../../src/index/types.js';

const document: Described = {
  id: 'id-1',
  path: 'a.md',
  format: 'md',
  language: null,
  metadata: new Map(),
  modifiedAt: Date.parse('2024-01-01'),
};

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
