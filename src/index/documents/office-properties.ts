/** Reads what a DOCX or ODT file says of itself (title, authors, tags, dates, language), and decides what of it counts. */
import type { Block, ParsedDocument } from '../types.js';
import { tidy, withoutEscapes } from './clean.js';
import { NO_LINES } from './flow.js';
import { addAuthors, addMetadata, dayOf, languageOf, type OpenMetadata } from './metadata.js';
import { chosenTitle, giveTitle, HEADING_LENGTH } from './title.js';
import { readXml } from './xml.js';

/** What a file says of itself. */
export interface Properties {
  /** '' where it has none, or one that nobody chose. */
  title: string;
  language: string | null;
  metadata: OpenMetadata;
}

/** What python-docx and python-pptx say of every document, such as when its template was made. */
const NO_VALUE = /^(?:generated (?:by|using) python-(?:docx|pptx)|2013-12-23T23:15:00Z|2013-01-27T09:1[45]:\d\dZ)$/i;

/** Who wrote it: OpenDocument has the last writer as `creator`, and the first one beside it. */
const AUTHORS = ['initial-creator', 'creator'];
/** The elements that matter, by their local names, with the names that filters know. */
const KEYS = new Map([
  ['keywords', 'tags'],
  ['keyword', 'tags'],
  ['subject', 'subject'],
  ['description', 'description'],
  ['category', 'category'],
  ['created', 'created'],
  ['creation-date', 'created'],
  ['modified', 'modified'],
  ['date', 'modified'],
]);
const DATES = new Set(['created', 'modified']);
/** Longer than any that is kept. */
const MAX_VALUE = 10_000;

/** @param xml of `core.xml` or `meta.xml`; '' where there is none */
export function readProperties(xml: string): Properties {
  const found: Properties = { title: '', language: null, metadata: new Map() };
  const authors = new Map<string, string>();
  let value = '';
  readXml(xml, {
    opens: () => {
      value = '';
    },
    closes: (name) => {
      if (AUTHORS.includes(name)) authors.set(name, value);
      else take(found, name, withoutEscapes(value).trim());
      value = '';
    },
    read: (text) => {
      if (value.length < MAX_VALUE) value += text;
    },
  });
  const names = AUTHORS.map((name) => authors.get(name) ?? '').find((text) => text.trim() !== '') ?? '';
  addAuthors(found.metadata, names);
  return found;
}

function take(found: Properties, name: string, value: string): void {
  if (value === '') return;
  const key = KEYS.get(name);
  if (name === 'title') found.title ||= chosenTitle(value);
  else if (name === 'language') found.language ??= value;
  else if (key !== undefined && !NO_VALUE.test(value))
    addMetadata(found.metadata, key, DATES.has(key) ? dayOf(value) : value);
}

/**
 * The document of a file of an office program.
 * @param content its blocks, and the paragraphs of the style for titles that it begins with
 * @param tags the languages that it says, the likeliest first
 * @param missing what of it could not be read
 */
export function officeDocument(
  content: { titles: readonly string[]; blocks: readonly Block[] },
  properties: Properties,
  tags: readonly (string | null)[],
  missing: string | undefined,
): ParsedDocument {
  const titled = titledBlocks(content.titles, content.blocks, properties.title);
  const language = languageOf(tags, titled.title, titled.blocks);
  return { ...titled, language, metadata: properties.metadata, missing };
}

/**
 * Title and blocks of a document that begins with paragraphs of the style for titles.
 * @param said the title that it says elsewhere
 */
function titledBlocks(titles: readonly string[], blocks: readonly Block[], said: string): ReturnType<typeof giveTitle> {
  const title = tidy(titles.join(' ')).replaceAll('\n', ' ');
  if (title.length <= HEADING_LENGTH) return giveTitle([...blocks], title || said || titleAbove(blocks));
  // Who has written a whole cover in that style has no other place for its words.
  return giveTitle([...titles.map((text): Block => ({ kind: 'prose', text, lines: NO_LINES })), ...blocks], said);
}

/** A longer line is no title. */
const MAX_TITLE = 120;

/** A line above several headings of the highest level, which are sections: many set their title by hand, in no style. '' where there is none. */
function titleAbove(blocks: readonly Block[]): string {
  const [first] = blocks;
  const levels = blocks.flatMap(({ kind, level = 1 }) => (kind === 'heading' ? [level] : []));
  const highest = levels.reduce((least, level) => Math.min(least, level), Number.POSITIVE_INFINITY);
  if (first?.kind !== 'prose' || levels.filter((level) => level === highest).length < 2) return '';
  return first.text.length <= MAX_TITLE && !/[.!?:;,\n]/.test(first.text) ? first.text : '';
}
