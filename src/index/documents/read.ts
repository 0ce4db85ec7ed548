/** Reads one file of the folder safely: the only place where documents come from the disk. Any trouble becomes a `SkippedFile`. */
import { createHash } from 'node:crypto';
import { type BigIntStats, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { split } from '../split.js';
import { parseSynonyms, SYNONYMS_FILE } from '../synonyms.js';
import type { Paragraph, ParsedDocument, ReadDocument, SkippedFile } from '../types.js';
import { languageByWords } from '../words/detect-language.js';
import { ApartReader } from './apart.js';
import { decode } from './decode.js';
import {
  checkKind,
  checkPath,
  EMPTY,
  isLasting,
  readSafely,
  realRootNow,
  reasonOf,
  Skip,
  stampOf,
} from './open-file.js';
import { dialectOf, documentId, formatOf, isApart, isMarkup, nameOf, type TextFormat } from './paths.js';
import { synonymsReason } from './synonyms-file.js';
import { readText } from './text.js';
import { shorten } from './title.js';

/** How files are read. */
export interface ReadOptions {
  /** Files above this many bytes are skipped. */
  maxBytes: number;
  /** The language of documents that neither declare one nor tell it by their words. */
  language?: string | null;
}

/** Reads what is no text; one for each thread that indexes. */
const APART = new ApartReader();

/** All readers but that of plain text are loaded with the first such file: they would be most of what an indexing thread loads. */
const READERS: Record<
  TextFormat,
  (dialect: string) => Promise<(text: string, dialect: string, name: string) => ParsedDocument>
> = {
  txt: async (dialect) => {
    if (!isMarkup(dialect)) return readText;
    const { readMarkup } = await import('./markup.js');
    return (text) => readMarkup(text, dialect);
  },
  md: async () => (await import('./markdown.js')).readMarkdown,
  html: async () => (await import('./html.js')).readHtml,
};

/**
 * Reads, decodes and splits the file at `path` (relative to `root`, with `/`). Never throws and never blocks: whatever is
 * wrong with the file is the reason of the `SkippedFile`. The stamp is from before reading, so a file that changes
 * meanwhile is read again.
 */
export async function readDocument(
  root: string,
  path: string,
  options: ReadOptions,
): Promise<ReadDocument | SkippedFile> {
  let stamp: string | null = null;
  try {
    checkPath(path);
    // Synchronous, as the scan has just looked at these and the system has them in memory: awaiting them costs more.
    const realRoot = realRootNow(root);
    const full = join(realRoot, path);
    const seen = lstatSync(full, { bigint: true });
    stamp = stampOf(seen);
    checkKind(seen);
    const { stats, bytes } = await readSafely(realRoot, full, options.maxBytes);
    stamp = stampOf(stats);
    if (path === SYNONYMS_FILE) throw new Skip(synonymsReason(await parseSynonyms(decode(bytes, 'txt') ?? '')));
    return await toDocument(path, stats, bytes, options.language ?? null);
  } catch (error) {
    return { path, reason: reasonOf(error, path), stamp: isLasting(error) ? stamp : null };
  }
}

/** The latest time of a `Date`, ms since 1970; some file systems have later ones. */
const MAX_TIME = 8.64e15;

async function toDocument(
  path: string,
  stats: BigIntStats,
  bytes: Uint8Array,
  fallback: string | null,
): Promise<ReadDocument> {
  if (bytes.length === 0) throw new Skip(EMPTY);
  const format = formatOf(path) ?? 'txt';
  const parsed = isApart(format) ? await APART.read(format, bytes) : await readHere(path, format, bytes);
  // Such as a page with nothing but scripts.
  if (parsed.blocks.length === 0 && parsed.title === '') throw new Skip(parsed.missing ?? EMPTY);
  const { paragraphs, titleAt } = split(parsed);
  const document = {
    id: documentId(path),
    path,
    title: parsed.title || shorten(nameOf(path), 200) || documentId(path),
    format,
    language: parsed.language ?? languageOf(parsed.title, paragraphs) ?? fallback,
    metadata: parsed.metadata,
    contentHash: createHash('sha256').update(bytes).digest('hex'),
    modifiedAt: Math.min(Math.max(Number(stats.mtimeMs), -MAX_TIME), MAX_TIME),
    size: bytes.length,
    stamp: stampOf(stats),
    paragraphs: paragraphs.length,
    titleAt,
  };
  return { document, paragraphs, missing: parsed.missing };
}

async function readHere(path: string, format: TextFormat, bytes: Uint8Array): Promise<ParsedDocument> {
  const text = decode(bytes, format);
  if (text === null) throw new Skip('binary data, not text; save it as text, Markdown or HTML');
  const dialect = dialectOf(path);
  const read = await READERS[format](dialect);
  return read(text, dialect, nameOf(path));
}

function languageOf(title: string, paragraphs: readonly Paragraph[]): string | null {
  // A title that repeats the first line would make its words count twice.
  const repeats = paragraphs[0]?.text.startsWith(title.replace(/…$/, '')) === true;
  return languageByWords(repeats ? '' : title, paragraphs);
}
