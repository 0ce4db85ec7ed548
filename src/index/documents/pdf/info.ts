/** What a PDF says of itself: title, authors, dates, keywords; as far as it is of use. */
import type { Block, Metadata } from '../../types.js';
import { cleanText } from '../clean.js';
import { addAuthors, addMetadata, type OpenMetadata } from '../metadata.js';
import { chosenTitle, firstLineTitle, HEADING_LENGTH, shorten } from '../title.js';

/** Fields of the information of a document. */
export type PdfInfo = Readonly<Record<string, unknown>>;

/**
 * The title that a document declares, else the largest heading on its first page, else its first line. A first heading
 * that says the same is taken out of the blocks.
 */
export function withTitle(blocks: readonly Block[], info: PdfInfo): { title: string; blocks: Block[] } {
  const headings = blocks.filter(({ kind, lines }) => kind === 'heading' && lines[0] === blocks[0]?.lines[0]);
  const largest = headings.toSorted((a, b) => (a.level ?? 6) - (b.level ?? 6))[0]?.text ?? '';
  const title = chosenTitle(stringOf(info.Title)) || shorten(largest, HEADING_LENGTH) || firstLineTitle(blocks);
  const first = headings[0];
  const isTitle = first !== undefined && lettersOf(first.text) === lettersOf(title);
  return { title, blocks: blocks.filter((block) => !isTitle || block !== first) };
}

/** The letters and digits alone: what a PDF has between them is not sure. */
function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** What it says under the common names of metadata. */
export function metadataOf(info: PdfInfo): Metadata {
  const metadata: OpenMetadata = new Map();
  // `Ann Lee and Bo Lund; Cy Ray` is parted at what never stands in a name. A comma may.
  addAuthors(metadata, stringOf(info.Author).replace(/\s+(?:and|und|et|&)\s+/gi, ';'));
  const created = dateOf(stringOf(info.CreationDate)) ?? dateOf(stringOf(info.ModDate));
  if (created !== null) addMetadata(metadata, 'created', created);
  addMetadata(metadata, 'tags', stringOf(info.Keywords));
  addMetadata(metadata, 'description', stringOf(info.Subject));
  return metadata;
}

/** What ReportLab writes of a document where nobody said anything. */
const NOTHING = /^\((?:anonymous|unspecified)\)$/;

function stringOf(value: unknown): string {
  const text = typeof value === 'string' ? cleanText(value.slice(0, 10_000)).replace(/\s+/g, ' ').trim() : '';
  return NOTHING.test(text) ? '' : text;
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
