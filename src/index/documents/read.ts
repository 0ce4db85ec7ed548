/** Reads one file of the folder, safely: the only place where documents come from the disk. Any trouble is a `SkippedFile`. */
import { createHash } from 'node:crypto';
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  read,
  realpathSync,
  statSync,
} from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { split } from '../split.js';
import { NO_SYNONYMS, parseSynonyms, SYNONYMS_FILE, type Synonyms } from '../synonyms.js';
import type { Format, Paragraph, ParsedDocument, ReadDocument, SkippedFile } from '../types.js';
import { detectLanguage } from '../words/languages.js';
import { cleanText } from './clean.js';
import { decode } from './decode.js';
import { readHtml } from './html.js';
import { readMarkdown } from './markdown.js';
import { documentId, exclusionReason, formatOf, nameOf } from './paths.js';
import { readText } from './text.js';
import { shorten } from './title.js';

export { documentId, exclusionReason, formatOf } from './paths.js';

export interface ReadOptions {
  /** Files above this many bytes are skipped. */
  maxBytes: number;
  /** The language of documents that do not say which they are in, and whose words do not tell. */
  language?: string | null;
}

/** The reason of a file that was there when the folder was listed and is not any more: removed, not skipped. */
export const GONE = 'gone: it was removed before it could be read';

/** Whether a skipped file is one that no longer exists. */
export function isGone(file: SkippedFile): boolean {
  return file.reason === GONE;
}

const READERS: Record<Format, (text: string, fallbackTitle: string) => ParsedDocument> = {
  txt: readText,
  md: readMarkdown,
  html: readHtml,
};

const LINK = 'a symbolic link; Pilcrow does not follow links, so put the file itself into the folder';

/** Not `gone`: an unmounted folder must not look like one whose files were all removed. */
const UNREACHABLE = 'the folder that holds it cannot be reached';

/** A reason not to index a file, thrown inside this module only. */
class Skip extends Error {}

/** Size, times and inode of a file in one opaque string: see `Document.stamp`. */
export function stampOf(stats: BigIntStats): string {
  return `${stats.size}-${stats.mtimeNs}-${stats.ctimeNs}-${stats.ino}`;
}

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
    // The scan has just looked at these, so that the system knows them: waiting for another thread to ask costs more than asking.
    const realRoot = realRootNow(root);
    const full = join(realRoot, path);
    const seen = lstatSync(full, { bigint: true });
    stamp = stampOf(seen);
    checkKind(seen);
    const { stats, bytes } = await readSafely(realRoot, full, options.maxBytes);
    stamp = stampOf(stats);
    if (path === SYNONYMS_FILE) throw new Skip(synonymsReason(parseSynonyms(decode(bytes, 'txt') ?? '')));
    return toDocument(path, stats, bytes, options.language ?? null);
  } catch (error) {
    const reason = reasonOf(error, path);
    return { path, reason, stamp: reason === GONE ? null : stamp };
  }
}

/** The bytes of a file as it is now. Whoever has it reads `stream` to its end or destroys it: the file is open until then. */
export interface Original {
  path: string;
  stream: Readable;
  /** Bytes that the stream gives; one that gives fewer ends with an error. */
  size: number;
}

/**
 * Opens the file of a document as `readDocument` does, for someone to take it away. Never throws: whatever is wrong with it is the
 * reason of the `SkippedFile`.
 */
export async function openOriginal(
  root: string,
  path: string,
  { maxBytes }: ReadOptions,
): Promise<Original | SkippedFile> {
  try {
    checkPath(path);
    const realRoot = await realRootOf(root);
    const { file, stats } = await openSafely(realRoot, join(realRoot, path), maxBytes);
    const size = Number(stats.size);
    // What grows meanwhile is cut, as its length has been told by then.
    const stream = size === 0 ? Readable.from([]) : file.createReadStream({ start: 0, end: size - 1 });
    if (size === 0) await file.close();
    return { path, stream, size };
  } catch (error) {
    return { path, reason: reasonOf(error, path), stamp: null };
  }
}

async function realRootOf(root: string): Promise<string> {
  return await realpath(root).catch(() => {
    throw new Skip(UNREACHABLE);
  });
}

function realRootNow(root: string): string {
  try {
    return realpathSync.native(root);
  } catch {
    throw new Skip(UNREACHABLE);
  }
}

/** The synonyms of a folder; none where it has no file of them, or one that cannot be read. */
export async function readSynonyms(root: string, options: ReadOptions): Promise<Synonyms> {
  try {
    const realRoot = await realpath(root);
    const { file, stats } = await openSafely(realRoot, join(realRoot, SYNONYMS_FILE), options.maxBytes);
    try {
      const bytes = await readBytes(file.fd, Number(stats.size), options.maxBytes);
      return parseSynonyms(decode(bytes, 'txt') ?? '');
    } finally {
      await file.close();
    }
  } catch {
    return NO_SYNONYMS;
  }
}

function synonymsReason({ problems }: Synonyms): string {
  return ['not a document: the words in it stand for one another in searches', ...problems].join('. ');
}

function checkPath(path: string): void {
  const segments = path.split('/');
  if (path.includes('\0') || segments.some((name) => name === '' || name === '.' || name === '..')) {
    throw new Skip('not a path inside the folder');
  }
  const reason = exclusionReason(path);
  if (reason !== null) throw new Skip(reason);
}

function checkKind(stats: BigIntStats): void {
  if (stats.isFile()) return;
  if (stats.isSymbolicLink()) throw new Skip(LINK);
  if (stats.isDirectory()) throw new Skip('a folder, not a file');
  if (stats.isFIFO()) throw new Skip('a named pipe, not a file');
  if (stats.isSocket()) throw new Skip('a socket, not a file');
  throw new Skip('a device, not a file');
}

/** Opening a file without following a link or waiting for a pipe: what was looked at may have been replaced since. */
const SAFELY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Only its bytes are waited for, which may have to come from the disk. Everything else is what the system knows by now (see `readDocument`):
 * to wait for it as well made indexing 60,000 files of a paragraph take 24 to 32 s, which takes 12 to 14.
 */
async function readSafely(
  realRoot: string,
  full: string,
  maxBytes: number,
): Promise<{ stats: BigIntStats; bytes: Uint8Array }> {
  const file = openSync(full, SAFELY);
  try {
    const stats = fstatSync(file, { bigint: true });
    const real = realpathSync.native(full);
    checkOpened(realRoot, full, { stats, real, there: statSync(full, { bigint: true }) }, maxBytes);
    return { stats, bytes: await readBytes(file, Number(stats.size), maxBytes) };
  } finally {
    closeSync(file);
  }
}

/** The same without holding up the thread, which answers requests: for those who read the file themselves. */
async function openSafely(
  realRoot: string,
  full: string,
  maxBytes: number,
): Promise<{ file: FileHandle; stats: BigIntStats }> {
  const file = await open(full, SAFELY);
  try {
    const stats = await file.stat({ bigint: true });
    const real = await realpath(full);
    checkOpened(realRoot, full, { stats, real, there: await stat(full, { bigint: true }) }, maxBytes);
    return { file, stats };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What the system says of an open file: of itself, the real path of its name, and what stands at that name. */
interface Opened {
  stats: BigIntStats;
  real: string;
  there: BigIntStats;
}

/** O_NOFOLLOW guards the last name alone: the open file must also be the one found at its real path, inside the root. */
function checkOpened(realRoot: string, full: string, { stats, real, there }: Opened, maxBytes: number): void {
  checkKind(stats);
  const prefix = realRoot.endsWith(sep) ? realRoot : realRoot + sep;
  if (real !== full || !real.startsWith(prefix)) throw new Skip(`below ${LINK}`);
  if (there.ino !== stats.ino || there.dev !== stats.dev) throw new Skip('replaced while it was opened');
  checkSize(stats.size, maxBytes);
}

function checkSize(size: bigint | number, maxBytes: number): void {
  if (size <= maxBytes) return;
  throw new Skip(
    `too large: ${megabytes(Number(size))}, the limit is ${megabytes(maxBytes)}; raise --max-file-size to index it`,
  );
}

function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${bytes} bytes` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const readFrom = promisify(read);

/** The bytes of a file that was `size` long a moment ago; it may have grown since, but not above the limit. */
async function readBytes(file: number, size: number, maxBytes: number): Promise<Uint8Array> {
  // One byte more than expected, so that growth shows.
  let buffer = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await readFrom(file, buffer, length, buffer.length - length, length);
    length += bytesRead;
    checkSize(length, maxBytes);
    // All that was expected and no byte more, or the end elsewhere: files on a network may come in pieces.
    if (bytesRead === 0 || (length === size && length < buffer.length)) return buffer.subarray(0, length);
    if (length === buffer.length) {
      buffer = Buffer.concat([buffer], Math.min(buffer.length * 2, maxBytes + 1));
    }
  }
}

function toDocument(path: string, stats: BigIntStats, bytes: Uint8Array, fallback: string | null): ReadDocument {
  const format = formatOf(path) ?? 'txt';
  const text = decode(bytes, format);
  if (text === null) throw new Skip('binary data, not text; save it as text, Markdown or HTML');
  // Without a fallback title: a file that yields neither block nor title (a page of scripts, say) has no text.
  const parsed = READERS[format](text, '');
  if (parsed.blocks.length === 0 && parsed.title === '') throw new Skip('empty: no text to search');
  const paragraphs = split(parsed);
  const document = {
    id: documentId(path),
    path,
    title: parsed.title || shorten(cleanText(nameOf(path)), 200) || documentId(path),
    format,
    language: parsed.language ?? languageOf(parsed.title, paragraphs) ?? fallback,
    metadata: parsed.metadata,
    contentHash: createHash('sha256').update(bytes).digest('hex'),
    modifiedAt: Number(stats.mtimeMs),
    size: bytes.length,
    stamp: stampOf(stats),
    paragraphs: paragraphs.length,
  };
  return { document, paragraphs };
}

/** How much of a document is looked at to tell its language, in code units; code says little of it. */
const LANGUAGE_SAMPLE = 2000;

function languageOf(title: string, paragraphs: readonly Paragraph[]): string | null {
  let sample = title;
  for (const { kind, text } of paragraphs) {
    if (sample.length >= LANGUAGE_SAMPLE) break;
    if (kind !== 'code') sample += `\n${text.slice(0, LANGUAGE_SAMPLE)}`;
  }
  return detectLanguage(sample);
}

function reasonOf(error: unknown, path: string): string {
  if (error instanceof Skip) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return path.includes('\ufffd') ? 'its name is not valid UTF-8; rename it' : GONE;
    case 'ELOOP':
      return LINK;
    case 'EACCES':
    case 'EPERM':
      return 'permission denied; make it readable for the user who runs Pilcrow';
    case 'ENAMETOOLONG':
      return 'its path is too long for the system; shorten its name or move it up';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open; raise the limit of open files (ulimit -n)';
    default:
      return typeof code === 'string' ? `the system could not read it (${code})` : 'its text could not be parsed';
  }
}
