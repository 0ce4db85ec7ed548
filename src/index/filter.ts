/** Whether a document passes a query's filters: OR within a name, AND across names, never scored. Pure. */
import type { Document, Filter, FilterName } from './types.js';

/** When a document says it was written (front matter `date` and its kin), else when its file was last changed; ms since 1970. */
export function dateOf(document: Document): number {
  for (const key of ['date', 'published', 'created', 'updated', 'modified']) {
    const value = document.metadata.get(key)?.[0] ?? '';
    // `Date.parse` makes a date of “draft 2” as well.
    const time = /\d{4}/.test(value) ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(time)) return time;
  }
  return document.modifiedAt;
}

export function matchesFilters(document: Document, filters: readonly Filter[]): boolean {
  const names = new Set(filters.map((filter) => filter.name));
  for (const name of names) {
    if (!filters.some((filter) => filter.name === name && matches(document, name, filter.value))) return false;
  }
  return true;
}

function matches(document: Document, name: FilterName, value: string): boolean {
  switch (name) {
    case 'document':
      return document.id === value;
    case 'path':
      return plain(document.path).includes(plain(value));
    case 'folder':
      return document.path.startsWith(value.endsWith('/') ? value : `${value}/`);
    case 'year':
      return String(new Date(dateOf(document)).getUTCFullYear()) === value;
    case 'type':
      return document.format === value.toLowerCase();
    case 'language':
      return document.language?.toLowerCase().split('-')[0] === value.toLowerCase().split('-')[0];
    case 'author':
      return said(document, name).some((author) => plain(author).includes(plain(value)));
    case 'tag':
      return said(document, name).some((tag) => plain(tag) === plain(value));
    case 'after':
      return dateOf(document) >= Date.parse(value);
    case 'before':
      return dateOf(document) < Date.parse(value);
  }
}

/** Without the differences that nobody sees or types: case, and whether letters and accents are composed (as not in paths from a Mac). */
function plain(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Authors or tags, under the names that front matter and HTML give them. */
function said(document: Document, name: 'author' | 'tag'): readonly string[] {
  const keys = name === 'author' ? ['author', 'authors'] : ['tag', 'tags', 'keywords'];
  return keys.flatMap((key) => document.metadata.get(key) ?? []);
}
