/** The facets of documents: the values that a document has, and which of them a filter accepts. Pure. */

import type { FacetName } from '../../search-types.js';
import type { Described } from '../../types.js';
import { foldLetters } from '../../words/fold.js';
import { primary } from '../../words/languages.js';
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
      const language = primary(wanted);
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
function plain(text: string): string {
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
