/** The fields and filters of a query: the names that people type for them, and the values that each filter takes. */

import type { FilterName } from '../search-types.js';
import type { Format } from '../types.js';

/** Fields by what is typed before the colon, in lower case. */
export const TEXT_FIELDS: ReadonlyMap<string, 'title' | 'heading'> = new Map([
  ['title', 'title'],
  ['heading', 'heading'],
]);

/** Filters by what is typed before the colon, in lower case. */
export const FILTERS: ReadonlyMap<string, FilterName> = new Map([
  ['path', 'path'],
  ['folder', 'folder'],
  ['type', 'type'],
  ['lang', 'language'],
  ['language', 'language'],
  ['author', 'author'],
  ['tag', 'tag'],
  ['year', 'year'],
  ['after', 'after'],
  ['before', 'before'],
]);

/** Whether a name before a colon is that of a field or a filter, in whatever case. */
export function isField(name: string): boolean {
  const key = name.toLowerCase();
  return TEXT_FIELDS.has(key) || FILTERS.has(key);
}

/** What people call the kinds of files. */
const KINDS: ReadonlyMap<string, Format> = new Map([
  ['md', 'md'],
  ['markdown', 'md'],
  ['txt', 'txt'],
  ['text', 'txt'],
  ['html', 'html'],
  ['htm', 'html'],
  ['pdf', 'pdf'],
  ['docx', 'docx'],
  ['word', 'docx'],
  ['pptx', 'pptx'],
  ['powerpoint', 'pptx'],
  ['odt', 'odt'],
  ['odp', 'odp'],
  ['epub', 'epub'],
]);

/** Why a filter cannot take a value, as the beginning of a sentence; null where it can. */
export function misfit(name: FilterName, value: string): string | null {
  switch (name) {
    case 'after':
    case 'before':
      return isDate(value) ? null : `“${name}:${value}” is not a date such as 2021-10-01`;
    case 'year':
      return isYear(value) ? null : `“year:${value}” is not a year such as 2021`;
    case 'type':
      return KINDS.has(value.toLowerCase())
        ? null
        : `“type:${value}” is not a kind of file: \`md\`, \`txt\`, \`html\`, \`pdf\`, \`docx\`, \`pptx\`, \`odt\`, \`odp\` or \`epub\``;
    default:
      return null;
  }
}

/** A value as the filter compares it. */
export function filterValue(name: FilterName, value: string): string {
  return name === 'type' ? (KINDS.get(value.toLowerCase()) ?? value) : value;
}

/** An ISO date, or its beginning: a year, or a year and a month. */
export function isDate(value: string): boolean {
  const time = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(value) ? Date.parse(value) : Number.NaN;
  // `Date.parse` takes 31 February for 3 March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** The ISO date of a time in ms since 1970, in UTC. */
export function isoDay(ms: number): string {
  return new Date(ms).toISOString().replace(/T.*/, '');
}

/** Four digits. */
function isYear(value: string): boolean {
  return /^\d{4}$/.test(value);
}
