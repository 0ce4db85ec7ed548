/** What a PDF says of itself: title, authors, dates, keywords; as far as it is of use. */
import type { Block, Metadata } from '../types.js';
import { cleanText } from './clean.js';
import { addMetadata, type OpenMetadata } from './metadata.js';
import { firstLineTitle, HEADING_LENGTH, shorten } from './title.js';

/** Fields of the information of a document. */
export type PdfInfo = Readonly<Record<string, unknown>>;

/** What programs write where nobody wrote a title. */
const NO_TITLE =
  /^(?:untitled.*|unbenannt.*|document\d*|dokument\d*|title|titel|microsoft (?:word|powerpoint|excel) ?-.*|(?:layout|slide|folie) ?\d*|print|about:blank|.{0,3}|[\d\W_]*)$/i;
/** The name of a file. */
const FILE =
  /^\S*\.(?:docx?|pdf|tex|dvi|odt|rtf|indd|pptx?|xlsx?|qxd|fm|pages|html?|md|txt|cdr|ai|eps|ps)$|\.(?:docx?|dvi|indd|qxd|pptx?)$/i;

/**
 * The title that a document declares, else the largest heading on its first page, else its first line. A first heading
 * that says the same is taken out of the blocks.
 */
export function withTitle(blocks: readonly Block[], info: PdfInfo): { title: string; blocks: Block[] } {
  const headings = blocks.filter(({ kind, lines }) => kind === 'heading' && lines[0] === blocks[0]?.lines[0]);
  const largest = headings.toSorted((a, b) => (a.level ?? 6) - (b.level ?? 6))[0]?.text ?? '';
  const title = declaredIn(info) || shorten(largest, HEADING_LENGTH) || firstLineTitle(blocks);
  const first = headings[0];
  const isTitle = first !== undefined && comparable(first.text) === comparable(title);
  return { title, blocks: blocks.filter((block) => !isTitle || block !== first) };
}

function comparable(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** '' where it declares none, or one that says nothing. */
function declaredIn(info: PdfInfo): string {
  const title = shorten(stringOf(info.Title), HEADING_LENGTH);
  return NO_TITLE.test(title) || FILE.test(title) ? '' : title;
}

export function metadataOf(info: PdfInfo): Metadata {
  const metadata: OpenMetadata = new Map();
  for (const author of authorsIn(stringOf(info.Author))) addMetadata(metadata, 'author', author);
  const created = dateOf(stringOf(info.CreationDate)) ?? dateOf(stringOf(info.ModDate));
  if (created !== null) addMetadata(metadata, 'created', created);
  addMetadata(metadata, 'tags', stringOf(info.Keywords));
  addMetadata(metadata, 'description', stringOf(info.Subject));
  return metadata;
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? cleanText(value.slice(0, 10_000)).replace(/\s+/g, ' ').trim() : '';
}

/** `Ann Lee and Bo Lund; Cy Ray`: parted at what never stands in a name. A comma may. */
function authorsIn(text: string): string[] {
  return text
    .split(/\s*;\s*|\s+(?:and|und|et|&)\s+/i)
    .filter(
      (name) =>
        /\p{L}{2}/u.test(name) && !/^(?:user|admin(?:istrator)?|unknown|author|owner|root|anonymous)$/i.test(name),
    );
}

/** A date of PDF (`D:20221106153606-08'00'`) in the form of ISO; null where it is none. */
function dateOf(text: string): string | null {
  const [, year, month = '01', day = '01', time] = /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d{6})?/.exec(text) ?? [];
  if (year === undefined || Number(year) < 1900) return null;
  const zone = /([+-])(\d\d)'?(\d\d)'?$/.exec(text);
  const date = `${year}-${month}-${day}`;
  const clock = time?.replace(/(\d\d)(\d\d)(\d\d)/, '$1:$2:$3');
  const iso = clock === undefined ? date : `${date}T${clock}${zone === null ? 'Z' : `${zone[1]}${zone[2]}:${zone[3]}`}`;
  return Number.isNaN(Date.parse(iso)) ? null : iso;
}
