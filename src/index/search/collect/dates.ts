/** The dates of documents: what each declares, in whatever form people write it, or when its file was changed. Pure. */

import type { Described } from '../../types.js';

/** A day, ms. */
export const DAY_MS = 86_400_000;
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

/** The year of that date, with four digits; null where filters cannot express it. */
export function yearOf(document: Described): string | null {
  const date = dateOf(document);
  return isNamed(date) ? String(new Date(date).getUTCFullYear()).padStart(4, '0') : null;
}
