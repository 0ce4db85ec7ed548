/** The facets of documents: the values that a document has, and which of them a filter accepts. Pure. */

import type { FacetName } from '../search-types.js';
import type { Described } from '../types.js';
import { primary } from '../words/languages.js';
import { yearOf } from './dates.js';

/** The facets, in the order in which pages show them. */
export const FACETS = ['type', 'folder', 'language', 'author', 'tag', 'year'] as const satisfies readonly FacetName[];

/** The values of a facet that a document has, each once: `notes` and `notes/2021` for the folder of `notes/2021/a.md`. */
export function facetValues(document: Described, name: FacetName): readonly string[] {
  switch (name) {
    case 'type':
      return [document.format];
    case 'folder':
      return foldersOf(document.path);
    case 'language': {
      const language = primary(document.language ?? '');
      return language === '' ? [] : [language];
    }
    case 'author':
      return distinct(valuesOf(document, 'author'));
    case 'tag':
      // In the form that is compared, so that two spellings of a tag are one value.
      return distinct(valuesOf(document, 'tags').map(plain));
    case 'year': {
      const year = yearOf(document);
      return year === null ? [] : [year];
    }
  }
}

/** Whether a filter accepts a value of its facet. */
export function accepts(name: FacetName, wanted: string, value: string): boolean {
  switch (name) {
    case 'type':
      return value === wanted.toLowerCase();
    case 'folder':
      return plain(value) === plain(wanted.replace(/\/$/, ''));
    case 'language':
      return value === primary(wanted);
    case 'author':
      return plain(value).includes(plain(wanted));
    case 'tag':
      return value === plain(wanted);
    case 'year':
      return value === wanted;
  }
}

/** The form in which texts are compared: without case, and with composed letters and accents (paths from a Mac have them decomposed). */
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
