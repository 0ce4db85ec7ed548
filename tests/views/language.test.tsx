/** The language of a page: whole, for each rendering its own, and named in its markup. */
import { describe, expect, test } from 'vitest';
import { LANGUAGE_TAGS, stringsOf } from '../../views/language.js';
import { fragment, page } from '../../views/layout.js';
import { SearchPage } from '../../views/search.js';
import { StatusPage } from '../../views/status.js';
import { answer, hit, IDLE, STATS, searchProps } from './data.js';
import { named, textOf } from './html.js';

/** Words that are the same in German and English. */
const SHARED = new Set(['name', 'keys.escape']);

/** Every string that is no function, by the way to it. */
function plain(strings: object, way: string[] = []): Map<string, string> {
  return new Map(
    Object.entries(strings).flatMap(([name, value]: [string, unknown]): [string, string][] => {
      if (typeof value === 'string') return [[[...way, name].join('.'), value]];
      return typeof value === 'object' && value !== null ? [...plain(value, [...way, name])] : [];
    }),
  );
}

describe('a language', () => {
  test('is English where the interface does not speak the one asked for', () => {
    expect(stringsOf('de').language).toBe('de');
    expect(stringsOf('fr').language).toBe('en');
    expect(stringsOf('constructor').language).toBe('en');
  });

  test.each(LANGUAGE_TAGS.filter((tag) => tag !== 'en'))('%s leaves nothing in English', (tag) => {
    const english = plain(stringsOf('en'));
    const left = [...plain(stringsOf(tag))].filter(([way, text]) => english.get(way) === text && !SHARED.has(way));
    expect(left).toEqual([]);
  });

  test('is of one rendering alone, and says so', () => {
    const props = searchProps({
      answer: answer('nato', [hit(), hit()], { totalHits: 2345, notes: ['`x` is no field.'] }),
    });
    const german = page(<SearchPage {...props} />, stringsOf('de'));
    const english = page(<SearchPage {...props} />, stringsOf('en'));
    expect(named(german, 'html')[0]?.attributes.lang).toBe('de');
    expect(textOf(german)).toContain('2.345 Absätze in 1 Dokument');
    expect(named(english, 'html')[0]?.attributes.lang).toBe('en');
    expect(textOf(english)).toContain('2,345 paragraphs in 1 document');
    // What the server says is English wherever it stands.
    expect(named(german, 'span').find(({ text }) => text === 'x is no field.')?.attributes.lang).toBe('en');
  });

  test('is told of each sentence: of a reason, which is English, and of what the page says itself', () => {
    const skipped = Array.from({ length: 51 }, (_, i) => ({ path: `${i}.x`, reason: 'no `text`', stamp: null }));
    const queries = { slowest: [], empty: [] };
    const status = <StatusPage stats={STATS} status={{ ...IDLE, skipped }} processBytes={1} queries={queries} />;
    const languages = new Map(
      named(page(status, stringsOf('de')), 'span').map(({ text, attributes }) => [text, attributes.lang]),
    );
    expect(languages.get('no text')).toBe('en');
    expect(languages.get('Und 1 weitere Datei: /status.json nennt alle.')).toBe('de');
    expect(languages.get(stringsOf('de').status.queriesHint.replaceAll('`', ''))).toBe('de');
  });

  test('a view that waits is refused, as its language would be another’s by then', () => {
    const Waiting = async () => <p>{await Promise.resolve('x')}</p>;
    expect(() => fragment(<Waiting />)).toThrow(TypeError);
  });
});
