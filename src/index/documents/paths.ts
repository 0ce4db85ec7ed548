/** What the path of a file tells: its format and what reading that costs, its id, and whether the name alone excludes it. */
import { createHash } from 'node:crypto';
import { FORMATS, type Format } from '../types.js';

/** Formats that are read in a thread of their own (apart.ts). */
export type ApartFormat = 'pdf' | 'docx' | 'pptx' | 'odt' | 'odp' | 'epub';
/** Formats that are read where they are asked for. */
export type TextFormat = Exclude<Format, ApartFormat>;

/** By the extension of a file, with its dot. */
const FORMAT_OF = new Map<string, Format>([
  ...['', '.txt', '.text', '.log', '.rst', '.adoc', '.asciidoc', '.org'].map((ending) => [ending, 'txt'] as const),
  ...['.md', '.markdown', '.mdown', '.mkd', '.mdx', '.qmd', '.rmd'].map((ending) => [ending, 'md'] as const),
  ...['.html', '.htm', '.xhtml'].map((ending) => [ending, 'html'] as const),
  ['.pdf', 'pdf'],
  ['.docx', 'docx'],
  ['.docm', 'docx'],
  ['.pptx', 'pptx'],
  ['.pptm', 'pptx'],
  ['.ppsx', 'pptx'],
  ['.ppsm', 'pptx'],
  ['.odt', 'odt'],
  ['.odp', 'odp'],
  ['.epub', 'epub'],
]);

/** Text by its name, whatever its ending says: `README.Debian`, `COPYING.LESSER`, `NEWS.ja`. Other names with such endings may be anything, and RTF and what is packed are no text. */
const TEXT_BY_NAME =
  /^(?:README|LICEN[CS]E|COPYING|NEWS|CHANGES|CHANGELOG|ChangeLog|TODO|INSTALL|AUTHORS|FAQ)\.(?!(?:rtf|RTF|gz)$)[^.]+$/;

/** Editors write these beside the file they are saving; they come and go by themselves. */
const LEFTOVER = /^(?:.*~|~\$.*|.*\.(?:swp|swo|swx|tmp)|#.*#|4913)$/i;

/** The format of a file by its name; null if Pilcrow does not read it. `path` may be just a name. */
export function formatOf(path: string): Format | null {
  const format = FORMAT_OF.get(endingOf(path));
  if (format !== undefined) return format;
  return TEXT_BY_NAME.test(path.slice(path.lastIndexOf('/') + 1)) ? 'txt' : null;
}

/** What is no text takes so many times longer: a PDF of 64 KiB has some 15 pages, which take a third of a second. The text of the others is compressed. */
const COSTS: Record<ApartFormat, number> = { pdf: 64, docx: 4, pptx: 4, odt: 4, odp: 4, epub: 4 };

/** Whether files of a format are read apart. */
export function isApart(format: Format): format is ApartFormat {
  return Object.hasOwn(COSTS, format);
}

/** As many bytes of text take about as long to read as a file does. */
export function costOf({ path, size }: { path: string; size: number }): number {
  const format = formatOf(path);
  return format !== null && isApart(format) ? COSTS[format] * size : size;
}

/**
 * Why a file is excluded by its path alone, as a sentence; null if it is not. `path` is relative to the root; one that
 * ends in `/` is a folder, of which only the name counts.
 */
export function exclusionReason(path: string): string | null {
  for (const name of path.split('/')) {
    if (name.startsWith('.'))
      return 'hidden: its name, or that of a folder above it, begins with a dot; rename it to search it';
    if (name === 'node_modules')
      return 'inside node_modules, which holds packages rather than documents; move it out to search it';
  }
  // Editors write files: a folder `4913` is somebody's.
  if (LEFTOVER.test(path.slice(path.lastIndexOf('/') + 1))) return 'a leftover of an editor; rename it to search it';
  if (path.endsWith('/') || formatOf(path) !== null) return null;
  const read = FORMATS.map((format) => `.${format}`).join(', ');
  return `unsupported format "${endingOf(path)}"; save it as one that Pilcrow reads: ${read}`;
}

/** The id of the document at a path: 16 URL-safe characters that reveal nothing, and stay the same when its text changes. */
export function documentId(path: string): string {
  return createHash('sha256').update(path).digest('base64url').slice(0, 16);
}

/** The name without its extension: the title of a text without one. */
export function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ending = endingOf(name);
  return ending === '' ? name : name.slice(0, -ending.length);
}

/** The ending of a name: with its dot, lower case; '' where it has none. A dot with only digits or a phrase behind it ends no name: `notes.2024`, `Dr. Who`. */
function endingOf(path: string): string {
  const ending = /[^/](\.[a-z0-9_-]{1,16})$/i.exec(path)?.[1] ?? '';
  return /[a-z]/i.test(ending) ? ending.toLowerCase() : '';
}

/** What markup is written in that is shown without its signs (markup.ts), as the ending of its name. */
export type MarkupDialect = '.rst' | '.adoc' | '.org';

/** What a text is written in, as an ending: that of its name, or the usual one where there are several. */
export function dialectOf(path: string): string {
  // Sphinx keeps the sources of its pages so.
  const ending = endingOf(path.replace(/(?<=\.rst)\.txt$/i, ''));
  return ending === '.asciidoc' ? '.adoc' : ending;
}

export function isMarkup(dialect: string): dialect is MarkupDialect {
  return dialect === '.rst' || dialect === '.adoc' || dialect === '.org';
}
