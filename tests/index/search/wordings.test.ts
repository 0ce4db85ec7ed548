/** The ways in which a phrase may be written. */
import { expect, it } from 'vitest';
import { parseQuery } from '../../../src/index/query.js';
import { wordingsOf } from '../../../src/index/search/wordings.js';

function wordings(text: string, parts: Readonly<Record<string, string[][]>> = {}): string[] {
  const [phrase] = parseQuery(text).clauses;
  if (phrase?.type !== 'phrase') throw new Error(`${text} is no phrase.`);
  return wordingsOf(phrase, (term) => parts[term] ?? []).map((words) => words.join(' '));
}

it('are one where nothing is a compound', () => {
  expect(wordings('"border troops"')).toEqual(['border troops']);
});

it('have each compound whole and in parts, also a compound within one', () => {
  expect(wordings('"New-PSDrive now"')).toEqual(['new ps drive now', 'newpsdrive now', 'new psdrive now']);
});

it('have a word in the parts that texts write it in, unless it is the last', () => {
  const parts = { username: [['user', 'name']] };
  expect(wordings('"username username"', parts)).toEqual(['username username', 'user name username']);
});

it('are all of those of three compounds', () => {
  const parts = { username: [['user', 'name']] };
  const all = wordings('"nato-userName username user-name"', parts);
  expect(all).toHaveLength(12);
  expect(all).toContain('nato username username username');
  expect(new Set(wordings('"New-PSDrive Get-PSDrive Set-PSDrive"')).size).toBe(27);
});
