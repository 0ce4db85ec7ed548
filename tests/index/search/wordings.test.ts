/** The ways in which a phrase may be written. */
import { expect, it } from 'vitest';
import { parseQuery } from '../../../src/index/query.js';
import { type PhraseWordings, wordingsOf } from '../../../src/index/search/wordings.js';

type Parts = Readonly<Record<string, string[][]>>;

function looked(text: string, parts: Parts = {}): PhraseWordings {
  const [phrase] = parseQuery(text).clauses;
  if (phrase?.type !== 'phrase') throw new Error(`${text} is no phrase.`);
  return wordingsOf(phrase, (term) => parts[term] ?? []);
}

function wordings(text: string, parts: Parts = {}): string[] {
  return looked(text, parts).wordings.map((words) => words.join(' '));
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

it('are 27 at most, with how many there are besides', () => {
  expect(looked('"New-PSDrive Get-PSDrive Set-PSDrive"').left).toBe(0);
  const four = looked('"New-PSDrive Get-PSDrive Set-PSDrive Test-PSDrive"');
  expect([four.wordings.length, four.left]).toEqual([27, 54]);
  // Also where one compound alone has too many.
  const inside = looked('"aB-cD-eF-gH-iJ x"');
  expect([inside.wordings.length, inside.left]).toEqual([27, 5]);
});
