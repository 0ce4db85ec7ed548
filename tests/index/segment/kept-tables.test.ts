/** Of the tables that are asked for, those of the most common words are kept, and never more bytes than may be. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeptTables } from '../../../src/index/segment/kept-tables.js';
import { Table } from '../../../src/index/segment/table.js';

/** Twelve of these fit. */
const SET = new Uint32Array(2 << 20);
const MOST = 12;

it('keeps the tables of the most common words', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 30 }), (owners) => {
      const tables = new KeptTables();
      for (const [i, owned] of owners.entries()) {
        const table = new Table({ matched: SET, owned: SET }, owned, null);
        const before = owners.slice(0, i).sort((a, b) => b - a);
        expect(tables.makeRoom(table.bytes, owned)).toBe(i < MOST || owned > (before[MOST - 1] ?? 0));
        if (tables.makeRoom(table.bytes, owned)) tables.keep(owned, table);
      }
      const kept = owners.filter((owned) => tables.get(owned) !== undefined);
      expect(kept.sort((a, b) => b - a)).toEqual(owners.sort((a, b) => b - a).slice(0, MOST));
    }),
    { numRuns: 50 },
  );
});

it('drops none for a table that finds no room all the same', () => {
  const tables = new KeptTables();
  for (let owned = 1; owned <= MOST; owned++) tables.keep(owned, new Table({ matched: SET, owned: SET }, owned, null));
  expect(tables.makeRoom(2 * SET.byteLength, 2)).toBe(false);
  expect(tables.get(1)).toBeDefined();
  expect(tables.makeRoom(2 * SET.byteLength, 3)).toBe(true);
  expect([1, 2, 3].map((name) => tables.get(name) !== undefined)).toEqual([false, false, true]);
});

it('remembers that a word cannot have one', () => {
  const tables = new KeptTables();
  expect(tables.get(7)).toBeUndefined();
  tables.keep(7, null);
  expect(tables.get(7)).toBeNull();
  expect(tables.makeRoom(SET.byteLength * MOST, 1)).toBe(true);
});

it('tells which words are asked for often', () => {
  const tables = new KeptTables();
  for (let i = 0; i < 16; i++) expect(tables.isAskedOften(7)).toBe(false);
  expect([8, 7, 8, 7].map((term) => tables.isAskedOften(term))).toEqual([false, true, false, true]);
});
