/** Writes all hits of a query as a file: CSV for spreadsheets, JSON Lines for programs, Markdown quotes with their sources for writers. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { documentHref } from '../../views/links.js';
import { searchFor } from '../index/ask.js';
import type { SearchEngine } from '../index/engine.js';
import { isoDay } from '../index/query/filters.js';
import { dateOf } from '../index/search/collect/dates.js';
import { facetValues } from '../index/search/collect/facets.js';
import type { Hit } from '../index/search-types.js';
import { type Format, type Paragraph, placesOf } from '../index/types.js';
import { MAX_RANK } from '../limits.js';
import { paragraphBody, placeBody } from './json.js';
import type { ExportFormat } from './list-params.js';
import type { SearchInput } from './plain-search.js';
import { Problem } from './problem.js';

/** Longest export, in code units: 10,000 paragraphs are about 6 million. */
const MAX_LENGTH = 64 * 1024 * 1024;
/** How many hits are written before other requests get their turn. */
const TURN = 200;

const TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/x-ndjson; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
};

/** An export that is written. */
interface Export {
  body: string;
  /** Its media type. */
  type: string;
  /** The name to save it as. */
  name: string;
}

/**
 * Writes the first 10,000 hits in the order of the page.
 * @param base the address of this server, without a final slash, so that links are absolute
 * @throws Problem 413 if it would be too long; otherwise as `ask`
 */
export async function exportHits(
  engine: SearchEngine,
  input: SearchInput,
  format: ExportFormat,
  base: string,
  signal?: AbortSignal,
): Promise<Export> {
  const { text, hitsPerPage, filters, sort, verbatim } = input;
  const request = { filters, sort, verbatim, offset: 0 };
  // Whether partial matches follow depends on the size of the exported page, not on that of the export.
  const page = await searchFor(engine, text, { ...request, match: input.match, limit: hitsPerPage }, signal);
  const match = input.match === 'auto' && page.result.match === 'all' ? 'all' : input.match;
  const { result } = await searchFor(engine, text, { ...request, match, limit: MAX_RANK }, signal);
  const { hits, totalHits } = result;
  const parts = [headOf(format, text, hits.length, totalHits)];
  let length = 0;
  for (const [i, hit] of hits.entries()) {
    if (i % TURN === TURN - 1) await nextTurn();
    signal?.throwIfAborted();
    const row = WRITERS[format](hit, base + documentHref(hit.document.id, { q: text }, hit.paragraph.ordinal));
    length += row.length;
    if (length > MAX_LENGTH)
      throw new Problem(413, 'This export would be too long. Narrow the search with more words or a filter.');
    parts.push(row);
  }
  return { body: parts.join('').toWellFormed(), type: TYPES[format], name: nameOf(text, format) };
}

function nameOf(text: string, format: ExportFormat): string {
  const words = text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim();
  const name = `pilcrow ${words}`.slice(0, 80).toWellFormed().trim().replaceAll(' ', '-');
  return `${name}.${format}`;
}

const COLUMNS = [
  'title',
  'path',
  'paragraph',
  'first line',
  'last line',
  'page',
  'headings',
  'text',
  'authors',
  'date',
  'score',
  'url',
];

function headOf(format: ExportFormat, text: string, listed: number, total: number): string {
  // Spreadsheets take a file without the byte order mark of UTF-8 for Latin-1.
  if (format === 'csv') return `\ufeff${COLUMNS.map(cell).join(',')}\r\n`;
  if (format === 'jsonl') return '';
  const count = listed < total ? `The first ${listed} of ${total} paragraphs` : `Paragraphs: ${total}`;
  return `# ${escapeMarkdown(text)}\n\n${count}\n`;
}

type Writer = (hit: Hit, url: string) => string;

const WRITERS: Record<ExportFormat, Writer> = {
  csv: ({ document, paragraph, score }, url) => {
    const cells = [
      cell(document.title),
      cell(document.path),
      String(paragraph.ordinal),
      ...placeCells(document.format, paragraph),
      cell(paragraph.headings.join(' › ')),
      cell(paragraph.text),
      cell(facetValues(document, 'author').join('; ')),
      isoDay(dateOf(document)),
      String(score),
      cell(url),
    ];
    return `${cells.join(',')}\r\n`;
  },
  jsonl: ({ document, paragraph, score, matchedAll }, url) => {
    const row = { ...paragraphBody(document, paragraph, url), score, matchedAll };
    return `${JSON.stringify(row)}\n`;
  },
  md: ({ document, paragraph }, url) => {
    const { title, path } = document;
    const source = [title, ...paragraph.headings].map(escapeMarkdown).join(' › ');
    const place = [escapeMarkdown(path), ...placeInWords(document.format, paragraph)].join(', ');
    return `\n${quoteOf(paragraph)}\n\n— [${source}](<${url}>), ${place}\n`;
  },
};

/** `line 3` or `pages 3–4`; nothing for a format that has neither. */
function placeInWords(format: Format, { lines: [first, last] }: Paragraph): string[] {
  const places = placesOf(format);
  if (places === null) return [];
  return [first === last ? `${places.slice(0, -1)} ${first}` : `${places} ${first}–${last}`];
}

/** The cells of the first line, the last line and the page; empty where a format does not have it. */
function placeCells(format: Format, paragraph: Paragraph): string[] {
  const { lines = ['', ''], page = '' } = placeBody(format, paragraph);
  return [...lines, page].map(String);
}

/**
 * A cell of CSV (RFC 4180). Spreadsheets run a cell that begins with one of these signs as a formula, which could leak
 * other cells; an apostrophe before it makes it text (OWASP, CSV injection).
 */
function cell(text: string): string {
  const harmless = /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** A paragraph as a Markdown quote: prose as it reads, code in a fence that nothing within can close. */
function quoteOf({ kind, text }: Paragraph): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  if (kind !== 'code') {
    const written = lines.map(escapeMarkdown).filter((line) => line !== '');
    return `> ${written.join('\\\n> ')}`;
  }
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence, ...lines, fence].map((line) => `> ${line}`).join('\n');
}

/** A text as one line, in which everything is escaped that Markdown takes for markup, HTML included. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>#~|&$!]/g, '\\$&')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}
