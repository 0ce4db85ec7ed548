/** The facets of documents: the values that a document has, and which of them a filter accepts. Pure. */

import type { FacetName } from '../search-types.js';
import type { Described } from '../types.js';
import { foldLetters } from '../words/fold.js';

/** The facets, in the order in which pages show them. */
export const FACETS = ['type', 'folder', 'language', 'author', 'tag', 'year'] as const satisfies readonly FacetName[];

const FIRST_TIME = Date.parse('0000-01-01');
const END_TIME = Date.parse('+010000-01-01');

/** Whether filters can express the time: years have four digits. */
function isNamed(time: number): boolean {
  return time >= FIRST_TIME && time < END_TIME;
}

/** The date that a document declares (front matter `date` and its kin), ms since 1970; null where it declares none. */
export function ownDateOf(document: Described): number | null {
  for (const key of ['date', 'published', 'created', 'updated', 'modified']) {
    const value = inOrder(document.metadata.get(key)?.[0] ?? '');
    // `Date.parse` also makes dates of “draft 2”, and of years before 0 or with five digits, which no filter can express.
    const time = /^(?!-).*(?<!\d)\d{4}(?!\d)/.test(value) ? timeOf(value) : Number.NaN;
    if (isNamed(time)) return time;
  }
  return null;
}

/** A date in digits alone, or with dots, where the day comes first (`5.10.2021`): with its parts in the order of ISO. */
function inOrder(date: string): string {
  const [, day, month, year] = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/.exec(date) ?? [];
  if (day !== undefined && month !== undefined) return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}

/** A day, month or year alone, which is read as UTC, or a time with its zone. */
const ZONED = /^\d{4}(?:-\d{2}){0,2}$|:\d{2}.*(?:Z|[+-]\d{2}:?\d{2}|[A-Z]{3,4})(?: \(.*\))?$/i;

/** A date as people write it, ms since 1970, NaN where it is none. Without a zone it is UTC wherever this runs, as filters are. */
function timeOf(date: string): number {
  return Date.parse(ZONED.test(date) ? date : `${date.replace(/(\d)T(?=\d)/, '$1 ')} UTC`);
}

/** The date that a document declares, else when its file was last changed; ms since 1970. */
export function dateOf(document: Described): number {
  return ownDateOf(document) ?? document.modifiedAt;
}

/** The values of a facet that a document has, each once: `notes` and `notes/2021` for the folder of `notes/2021/a.md`. */
export function facetValues(document: Described, name: FacetName): readonly string[] {
  switch (name) {
    case 'type':
      return [document.format];
    case 'folder':
      return foldersOf(document.path);
    case 'language': {
      const language = document.language?.toLowerCase().split('-')[0] ?? '';
      return language === '' ? [] : [language];
    }
    case 'author':
      return distinct(valuesOf(document, 'author'));
    case 'tag':
      // In the form that is compared, so that two spellings of a tag are one value.
      return distinct(valuesOf(document, 'tags').map(plain));
    case 'year': {
      const date = dateOf(document);
      return isNamed(date) ? [String(new Date(date).getUTCFullYear()).padStart(4, '0')] : [];
    }
  }
}

/** What a filter accepts of the values of its facet. The wanted value, which may be long, is prepared once for all of them. */
export function accepting(name: FacetName, wanted: string): (value: string) => boolean {
  switch (name) {
    case 'type': {
      const format = wanted.toLowerCase();
      return (value) => value === format;
    }
    case 'folder': {
      const folder = plain(wanted.replace(/^(?:\.?\/)+|\/$/g, ''));
      return (value) => plain(value) === folder;
    }
    case 'language': {
      const language = wanted.toLowerCase().split('-')[0];
      return (value) => value === language;
    }
    case 'author': {
      const part = foldLetters(wanted);
      return (value) => foldLetters(value).includes(part);
    }
    case 'tag': {
      const tag = plain(wanted);
      return (value) => value === tag;
    }
    case 'year':
      return (value) => value === wanted;
  }
}

/** The form in which folders and tags are compared: without case, and with composed letters and accents (paths from a Mac have them decomposed). */
export function plain(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** The values of a document under the common name of a property (documents/metadata.ts). */
function valuesOf({ metadata }: Described, key: string): readonly string[] {
  return metadata.get(key) ?? [];
}

function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.indexOf('/', 1); at >= 0; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at));
  return folders;
}

function distinct(values: readonly string[]): readonly string[] {
  return values.length < 2 ? values : [...new Set(values)];
}
