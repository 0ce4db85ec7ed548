/** The output in a terminal: hits and figures. Text of documents and names of files are made harmless first. */
import { pieces } from '../views/pieces.js';
import { formatOf } from './index/documents/paths.js';
import { placesOf } from './index/types.js';
import type { searchBody } from './server/json.js';

/** The answer of `GET /search`. */
export type SearchBody = ReturnType<typeof searchBody>;

/** Prints a line of the result on standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a sentence about what went wrong on standard error. */
export function complain(sentence: string): void {
  process.stderr.write(`pilcrow: ${harmless(sentence)}\n`);
}

/** Whether to use colours: in a terminal, unless the user asked for none (https://no-color.org). */
export function showsColour(output: { isTTY?: boolean }, env: Readonly<Record<string, string | undefined>>): boolean {
  return output.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}

/**
 * Makes text harmless to a terminal: writes control characters, which could move the cursor, set the title or in some
 * terminals run commands, and characters that change the direction of text, as codes.
 */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, (sign) => {
    const code = sign.charCodeAt(0).toString(16);
    return sign.charCodeAt(0) < 0x100 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** Hits as lines: the place, the title and headings, and the snippet with marked words. */
export function hitLines({ hits }: Pick<SearchBody, 'hits'>, colour: boolean): string {
  const style = (code: string, text: string) => (colour && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text);
  return hits
    .map(({ path, lines, page, title, headings, snippet }) => {
      const format = formatOf(path);
      const unit = format !== null && placesOf(format) === 'slides' ? 'slide' : 'page';
      const at = lines === undefined ? (page === undefined ? '' : `${unit} ${page}`) : String(lines[0]);
      const place = [style('36', harmless(path)), style('33', at)].filter((part) => part !== '').join(':');
      const trail = style('2', harmless([title, ...headings].join(' › ')));
      const text = pieces(snippet.text, snippet.highlights)
        .map(({ text, marked }) => (marked ? style('1;31', flat(text)) : flat(text)))
        .join('');
      return `${place}\n  ${trail}\n  ${text}\n`;
    })
    .join('\n');
}

/** `554 documents, 13,210 paragraphs`. */
export function figures({ documents, paragraphs }: { documents: number; paragraphs: number }): string {
  return `${counted(documents, 'document')}, ${counted(paragraphs, 'paragraph')}`;
}

/** `3 hits in 1 document`. */
export function hitCount({ totalHits, totalDocuments, hits }: SearchBody): string {
  if (totalHits === 0) return 'nothing found';
  const shown = hits.length < totalHits ? `, the first ${hits.length} shown (--limit)` : '';
  return `${counted(totalHits, 'hit')} in ${counted(totalDocuments, 'document')}${shown}`;
}

/** Lines about how the query was read: what was not understood, what it was corrected to, what may have been meant. */
export function readingLines({
  interpretation,
  suggestion,
}: Pick<SearchBody, 'interpretation' | 'suggestion'>): string[] {
  const { corrected, notes = [] } = interpretation;
  const lines = [...notes];
  if (corrected !== null) lines.push(`searched for ${corrected.text}; put in quotes what is meant as it is typed`);
  if (suggestion !== null) lines.push(`did you mean ${suggestion.text}?`);
  return lines.map(harmless);
}

/** `1 document`, `13,210 documents`. */
export function counted(count: number, noun: string): string {
  // As `toLocaleString` writes it, which takes 20 ms the first time.
  const digits = String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${digits} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2 files skipped, 1 read in part`; '' where all was read. */
export function notRead(skipped: number, partly: number): string {
  const parts = [
    skipped > 0 ? `${counted(skipped, 'file')} skipped` : '',
    partly > 0 ? `${counted(partly, 'file')} read in part` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** `45 ms`, `2.3 s`. */
export function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** Text on one line, as paragraphs of code have line breaks. */
function flat(text: string): string {
  return harmless(text.replace(/\s+/g, ' '));
}
