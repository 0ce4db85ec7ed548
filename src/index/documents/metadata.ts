/** The metadata of a document, bounded, and under common names whatever its format: `author`, `tags`, `date`, `description`, `lang`. */
import type { Block } from '../types.js';
import { languageByWords } from '../words/detect-language.js';
import { shorten } from './title.js';

/** Metadata that is still being collected. */
export type OpenMetadata = Map<string, string[]>;

const MAX_KEYS = 100;
const MAX_KEY_LENGTH = 100;
const MAX_VALUES = 50;
const MAX_VALUE_LENGTH = 1_000;

/** The common names, for those that different formats and people use. */
const SYNONYMS = new Map(
  Object.entries({
    author: 'authors article:author dc.creator dcterms.creator',
    tags: 'keywords tag article:tag',
    date: 'article:published_time dc.date dcterms.date ms.date',
    published: 'publishdate publish_date pubdate',
    created: 'created_at',
    updated: 'updated_at lastmod last_modified last_modified_at',
    description: 'dc.description og:description',
    lang: 'language',
  }).flatMap(([name, others]) => others.split(' ').map((other): [string, string] => [other, name])),
);

/** Adds a value under its common name. Several tags in one string are taken apart; repeats and excess are dropped. */
export function addMetadata(metadata: OpenMetadata, name: string, value: string): void {
  const lower = name.trim().toLowerCase().slice(0, MAX_KEY_LENGTH);
  const key = SYNONYMS.get(lower) ?? lower;
  const values = metadata.get(key) ?? [];
  if (key === '' || (values.length === 0 && metadata.size >= MAX_KEYS)) return;
  for (const part of key === 'tags' ? tagsIn(value) : [value]) {
    const text = shorten(part, MAX_VALUE_LENGTH);
    if (text !== '' && values.length < MAX_VALUES && !values.includes(text)) values.push(text);
  }
  if (values.length > 0) metadata.set(key, values);
}

/** Several tags in one string. Some people write them as in a text: `#travel`. */
function tagsIn(value: string): string[] {
  const room = value.slice(0, MAX_VALUES * MAX_VALUE_LENGTH);
  return room.split(/[,;]/).map((tag) => tag.replace(/^\s*#/, ''));
}

/** Names that programs give to who writes, and what is no name. */
const NO_AUTHOR =
  /^(?:python-docx|microsoft office user|(?:windows )?user|admin(?:istrator)?|root|unknown(?: author)?|owner|author|default|un-named|[^\p{L}]*)$/iu;

/** Adds authors as programs write them, parted by semicolons, but for names that nobody has. */
export function addAuthors(metadata: OpenMetadata, names: string): void {
  for (const name of names.split(';')) if (!NO_AUTHOR.test(name.trim())) addMetadata(metadata, 'author', name);
}

/** The day of a date with a time, as programs write it; any other value as it is. Nobody asks for the hour of a document. */
export function dayOf(date: string): string {
  return /^\d{4}-\d{2}-\d{2}(?=T)/.exec(date.trim())?.[0] ?? date;
}

/** A language tag in its canonical form (`en_us` gives `en-US`), or null when it is not one. */
export function languageTag(value: string | undefined): string | null {
  if (value === undefined || value.length > 35) return null;
  try {
    return Intl.getCanonicalLocales(value.trim().replaceAll('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * The language of what a word processor made. It writes the one that it is set to into every document, whatever that is
 * in: such a tag only counts where the words do not tell another.
 * @param tags the languages that it says, the likeliest first
 */
export function languageOf(tags: readonly (string | null)[], title: string, blocks: readonly Block[]): string | null {
  const known = tags.map((tag) => languageTag(tag ?? undefined)).filter((tag) => tag !== null);
  if (known.length === 0) return null;
  const detected = languageByWords(title, blocks);
  if (detected === null) return known[0] ?? null;
  return known.find((tag) => new Intl.Locale(tag).language === detected) ?? null;
}
