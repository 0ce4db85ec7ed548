/** How a document gets its title, and when a heading is the title rather than a heading. */
import type { Block, ParsedDocument } from '../types.js';
import { cleanText } from './clean.js';

const FIRST_LINE_LENGTH = 120;
/** A longer "heading" is really a paragraph; as context it would be repeated for everything below it. */
export const HEADING_LENGTH = 300;

/** Titles that programs give where nobody chose one: those of new documents and templates, or none that says anything. `<D6D8…>` is text that was written as numbers. */
const NO_TITLE =
  /^(?:(?:untitled|unbenannt).*|(?:document|dokument|template|normal|title|titel|no title|layout|slide|folie|(?:powerpoint[ -])?(?:a?pr[eéäë]senta\p{L}*|презентация)(?: (?:standard )?d[eio])?(?: powerpoint)?|paper title(?: \(.*\))?|\[.*\])[\s\d]*|microsoft (?:word|powerpoint|excel)(?: document|\s?-.*)?|print|about:blank|<[\da-f\s]*>|[^\p{L}]*)$/iu;
/** The name of a file, also as `Microsoft Word - draft.doc`. */
const FILE =
  /^\S*\.(?:tex|html?|md|pages|xlsx?|fm|cdr|ai|eps|ps)$|\.(?:docx?|dotx?|odt|rtf|txt|pdf|dvi|indd|qxd|pptx?)$/i;

/** The title that the properties of a file say, as far as a person has chosen it; else ''. */
export function chosenTitle(said: string): string {
  const title = shorten(said, HEADING_LENGTH);
  return NO_TITLE.test(title) || FILE.test(title) ? '' : title;
}

/** The title that the name of a file is, without its ending: one of several words, or not in ASCII, as people name their notes; else ''. */
export function titleOfName(name: string): string {
  return /\p{L}/u.test(name) && /\s|[^\p{ASCII}]/u.test(name.trim()) ? chosenTitle(name) : '';
}

/** The text on one line and without control characters, cut at a word end to `length` code units (an ellipsis shows the cut). */
export function shorten(text: string, length: number): string {
  const line = cleanText(text.slice(0, length * 4))
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= length) return line;
  const room = line.slice(0, length);
  const space = room.lastIndexOf(' ');
  const cut = space > length / 2 ? room.slice(0, space) : room.replace(/[\ud800-\udbff]$/, '');
  return `${cut.replace(/[\s,;:.\u2013\u2014-]+$/u, '')}…`;
}

/** The first line with a letter or digit, shortened; '' if there is none. */
export function firstLineTitle(blocks: readonly Block[]): string {
  for (const block of blocks) {
    const line = /^.*[\p{L}\p{N}].*$/mu.exec(block.text.slice(0, 2_000));
    if (line) return shorten(line[0], FIRST_LINE_LENGTH);
  }
  return '';
}

/**
 * The title of a document with headings: what it declares, else its first heading of level 1, else its first heading,
 * else its first line, else ''. The first heading is taken out of the blocks where it says the same as the title, but for
 * one of a lower level that only became the title, and stands below other text. The title begins there, and not at a
 * banner or a menu above; as well where the first heading is what the title begins with: `Usage` of `Usage — Flask 2.2`.
 */
export function giveTitle(
  blocks: Block[],
  declared: string | null,
): Pick<ParsedDocument, 'title' | 'blocks' | 'titleAt'> {
  const firstHeading = blocks.findIndex((block) => block.kind === 'heading');
  const firstOfLevel1 = blocks.findIndex((block) => block.kind === 'heading' && block.level === 1);
  const place = firstOfLevel1 >= 0 ? firstOfLevel1 : firstHeading;
  const heading = blocks[place];
  const stated = shorten(declared ?? '', HEADING_LENGTH);
  const title = stated || (heading ? shorten(heading.text, HEADING_LENGTH) : '') || firstLineTitle(blocks);
  // Below another heading, it ends the section of that: without it, what follows would seem to belong there.
  const rest = heading !== undefined && place === firstHeading ? restBehind(heading.text, title) : null;
  const isTitle = rest === '' && (heading?.level === 1 || stated !== '' || place === 0);
  return {
    title,
    blocks: isTitle ? blocks.toSpliced(place, 1) : blocks,
    titleAt: rest !== null && /^ ?[^\p{L}\p{M}\p{N} ]|^$/u.test(rest) ? place : undefined,
  };
}

/** What follows a heading in a title that begins with it, whatever their capitals, widths and spaces; null where it does not. */
function restBehind(heading: string, title: string): string | null {
  const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
  const [begin, whole] = [plain(heading), plain(title)];
  return whole.startsWith(begin) ? whole.slice(begin.length) : null;
}
