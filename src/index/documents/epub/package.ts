/** Reads the package of an EPUB book (OPF, of EPUB 2 and 3): what it is, and its pages in their order. Pure. */
import { tidy } from '../clean.js';
import { readHtmlBlocks } from '../html/blocks.js';
import { addAuthors, addMetadata, dayOf, type OpenMetadata } from '../metadata.js';
import { type Attributes, readXml } from '../xml.js';
import { resolvePart } from '../zip.js';

/** A file of the book. */
interface Item {
  name: string;
  type: string;
  isNav: boolean;
}

/** What the package says; names of pages are those of the archive. */
export interface EpubPackage {
  title: string;
  language: string | undefined;
  metadata: OpenMetadata;
  /** The pages, in reading order. */
  pages: string[];
  /** The pages with the table of contents and with the cover; null where none is said to be. */
  nav: string | null;
  cover: string | null;
  /** The older table of contents. */
  ncx: string | null;
}

/** An element of the metadata. */
interface Said {
  name: string;
  attributes: Attributes;
  value: string;
}

/** A hostile package has millions. */
const MAX_SAID = 10_000;
const MAX_VALUE = 20_000;

/** @param name of the package in the archive, which its addresses start from */
export function readPackage(xml: string, name: string): EpubPackage {
  const items = new Map<string, Item>();
  const spine: string[] = [];
  const said: Said[] = [];
  let cover: string | null = null;
  let ncxId: string | undefined;
  let inMetadata = false;
  let open: Said | null = null;
  readXml(xml, {
    opens: (element, attributes) => {
      const get = (key: string): string => attributes.get(key) ?? '';
      if (element === 'metadata') inMetadata = true;
      else if (inMetadata) open = { name: element, attributes, value: '' };
      else if (element === 'item') {
        const target = resolvePart(name, get('href'));
        const isNav = get('properties').split(/\s+/).includes('nav');
        if (target !== null) items.set(get('id'), { name: target, type: get('media-type'), isNav });
      } else if (element === 'spine') ncxId = attributes.get('toc');
      else if (element === 'itemref') spine.push(get('idref'));
      else if (element === 'reference' && get('type').toLowerCase() === 'cover') cover = resolvePart(name, get('href'));
    },
    closes: (element) => {
      if (element === 'metadata') inMetadata = false;
      if (open !== null && said.length < MAX_SAID) said.push({ ...open, value: tidy(open.value) });
      open = null;
    },
    read: (text) => {
      if (open !== null && open.value.length < MAX_VALUE) open.value += text;
    },
  });
  const all = [...items.values()];
  const isNcx = ({ type }: Item): boolean => type === 'application/x-dtbncx+xml';
  const ncx = items.get(ncxId ?? '') ?? all.find(isNcx);
  const pages = spine.flatMap((id) => items.get(id) ?? []).filter(({ type }) => /html|xml$/i.test(type) || type === '');
  return {
    ...describe(said),
    pages: [...new Set(pages.filter((item) => !isNcx(item)).map((item) => item.name))],
    nav: all.find(({ isNav }) => isNav)?.name ?? null,
    cover,
    ncx: ncx?.name ?? null,
  };
}

/** What programs write for a book whose date they do not know: Calibre the first day of the year 101. */
const NO_DATE = /^0[01]01-01-01/;

function describe(said: readonly Said[]): Pick<EpubPackage, 'title' | 'language' | 'metadata'> {
  // EPUB 3 says what an element is in another one, which names it.
  const refined = new Map<string, string>();
  for (const { name, attributes, value } of said) {
    const of = attributes.get('refines');
    if (name === 'meta' && of !== undefined)
      refined.set(`${attributes.get('property')} ${of.replace(/^#/, '')}`, value);
  }
  const isA = (kind: string, { attributes }: Said): string | undefined =>
    refined.get(`${kind} ${attributes.get('id')}`) ?? attributes.get(kind);
  const all = (name: string): Said[] => said.filter((one) => one.name === name && one.value !== '');
  const [firstTitle] = all('title');
  const title = all('title').find((one) => isA('title-type', one) === 'main') ?? firstTitle;
  const metadata: OpenMetadata = new Map();
  const authors = all('creator').filter((one) => /^(?:aut.*)?$/i.test(isA('role', one) ?? ''));
  for (const { value } of authors.length > 0 ? authors : all('creator')) addAuthors(metadata, value);
  for (const { value } of all('subject')) addMetadata(metadata, 'tags', value);
  // Shops have markup there.
  const [description] = all('description').map(({ value }) => plain(value));
  if (description !== undefined && description !== 'unknown') addMetadata(metadata, 'description', description);
  for (const { value } of all('publisher')) addMetadata(metadata, 'publisher', value);
  const dates = all('date').filter((one) => isA('event', one) !== 'modification');
  const date = dates.find((one) => isA('event', one) === 'publication') ?? dates[0];
  if (date !== undefined && !NO_DATE.test(date.value)) addMetadata(metadata, 'date', dayOf(date.value));
  const modified = said.find((one) => one.attributes.get('property') === 'dcterms:modified');
  if (modified !== undefined) addMetadata(metadata, 'modified', dayOf(modified.value));
  return { title: title?.value ?? '', language: all('language')[0]?.value, metadata };
}

function plain(html: string): string {
  return readHtmlBlocks(html)
    .blocks.map(({ text }) => text)
    .join(' ');
}
