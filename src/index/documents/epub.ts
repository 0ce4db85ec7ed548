/** Reads an EPUB book: an archive of web pages, and of what tells their order. */
import type { Block, ParsedDocument } from '../types.js';
import { cleanMarkup } from './clean.js';
import { unnumbered, withoutContents } from './epub/contents.js';
import { type Contents, type Label, readContents } from './epub/nav.js';
import { type EpubPackage, readPackage } from './epub/package.js';
import { NO_LINES } from './flow.js';
import { readHtmlBlocks } from './html/blocks.js';
import { languageTag } from './metadata.js';
import { Skip } from './open-file.js';
import { giveTitle, HEADING_LENGTH } from './title.js';
import { readXml } from './xml.js';
import { isZip, resolvePart, Zip } from './zip.js';

const CONTAINER = 'META-INF/container.xml';
const NO_BOOK = 'no EPUB book, whatever its name says: the archive has no pages of one; get it as .epub once more';
/** Ways to encrypt that only keep fonts from being taken out of the book. */
const FONTS = new Set(['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC']);
/** A cover says this much at most, in code units: the title, the author, that it is one. */
const COVER_LENGTH = 200;
/** What LibreOffice calls pages without a heading. */
const NO_LABEL = /^section \d+$/i;
/** So many pages that say the title may come before the text. */
const TITLE_PAGES = 2;

/**
 * Reads the pages of a book in their order, without its cover and its table of contents.
 *
 * @throws Skip if it is none, or damaged, or encrypted
 */
export function readEpub(bytes: Uint8Array): ParsedDocument {
  if (!isZip(bytes)) throw new Skip('no EPUB book, whatever its name says; get it as .epub once more');
  const zip = new Zip(bytes);
  const name = packageName(zip);
  const book = readPackage(zip.text(name), name);
  // Without its package, the pages in the order of the archive.
  const named = book.pages.length > 0 ? book.pages : [...zip.names()].filter((part) => /\.x?html?$/i.test(part));
  const pages = named.flatMap((page) => zip.find(page) ?? []);
  if (pages.length === 0) throw new Skip(zip.missing ?? NO_BOOK);
  checkReadable(zip, pages);
  const { labels, others } = contentsOf(zip, book);
  const read = pages.map((name) => ({ name, blocks: readPage(zip.text(name), name === book.cover, name) }));
  const headings = read.flatMap((page) =>
    page.blocks.filter(({ kind }) => kind === 'heading').map((block) => block.text),
  );
  const lines = [...headings, ...others, ...[...labels.values()].flat().map((label) => label.text)].map(unnumbered);
  const known = new Set(lines.filter((line) => line !== ''));
  const texts = read.flatMap(({ name, blocks }) => {
    const content = withoutContents(blocks, known, name === book.nav);
    return content.length === 0 ? [] : [{ blocks: content, label: labels.get(name)?.[0] }];
  });
  const levels = levelsOf(texts);
  const blocks: Block[] = [];
  let shift = 0;
  for (const { blocks: content, label } of texts) {
    const headed = giveHeading(content, label, levels);
    const first = levelOf(headed);
    // In a part of the book, its chapters may be written as if they were parts themselves.
    if (label !== undefined && first !== undefined) shift = Math.max(0, label.depth - first);
    for (const block of headed) blocks.push(placed(block, shift));
  }
  let titled = giveTitle(blocks, book.title);
  // Books say it on a page or two before it stands above the text.
  for (let i = 0; i < TITLE_PAGES; i++) {
    const { titleAt = titled.titleAt, ...again } = giveTitle(titled.blocks, titled.title);
    titled = { ...again, titleAt };
  }
  return { ...titled, language: languageTag(book.language), metadata: book.metadata, missing: zip.missing };
}

/** @throws Skip if there is none */
function packageName(zip: Zip): string {
  let found: string | null = null;
  readXml(zip.text(CONTAINER), {
    opens: (name, attributes) => {
      if (name === 'rootfile') found ??= resolvePart('', attributes.get('full-path') ?? '');
    },
  });
  const name = zip.find(found ?? '') ?? [...zip.names()].find((part) => /\.opf$/i.test(part));
  if (name === undefined) throw new Skip(zip.missing ?? NO_BOOK);
  return name;
}

/** @throws Skip if pages are encrypted */
function checkReadable(zip: Zip, pages: readonly string[]): void {
  const readable = new Set(pages);
  let way = '';
  let isProtected = false;
  readXml(zip.text('META-INF/encryption.xml'), {
    opens: (name, attributes) => {
      if (name === 'EncryptedData') way = '';
      else if (name === 'EncryptionMethod') way ||= attributes.get('Algorithm') ?? '';
      else if (name === 'CipherReference' && !FONTS.has(way)) {
        const part = resolvePart('', attributes.get('URI') ?? '');
        isProtected ||= part !== null && readable.has(zip.find(part) ?? '');
      }
    },
  });
  if (isProtected) throw new Skip('protected against copying (DRM): only the programs of its shop can read it');
}

function contentsOf(zip: Zip, book: EpubPackage): Contents {
  const name = book.nav ?? book.ncx;
  const { labels, others } = readContents((name === null ? null : zip.text(name)) ?? '', name ?? '');
  // Names as the archive has them.
  return { labels: new Map([...labels].map(([page, of]) => [zip.find(page) ?? page, of])), others };
}

/** The blocks of a page; none of a cover. @param isCover whether the book says that it is one */
function readPage(html: string, isCover: boolean, name: string): Block[] {
  const { blocks } = readHtmlBlocks(cleanMarkup(html));
  const mayBeCover = isCover || /cover/i.test(name.slice(name.lastIndexOf('/') + 1));
  return mayBeCover && blocks.reduce((sum, block) => sum + block.text.length, 0) <= COVER_LENGTH ? [] : blocks;
}

/** The text of a page, and what leads to it. */
interface Page {
  blocks: Block[];
  label: Label | undefined;
}

/** The level of the first heading. */
function levelOf(blocks: readonly Block[]): number | undefined {
  return blocks.find(({ kind }) => kind === 'heading')?.level;
}

/** The levels at which pages begin, by their depth in the table of contents: the least of each, as a flat one may have parts and chapters. */
function levelsOf(pages: readonly Page[]): Map<number, number> {
  const levels = new Map<number, number>();
  for (const { blocks, label } of pages) {
    const level = levelOf(blocks);
    if (label === undefined || level === undefined) continue;
    levels.set(label.depth, Math.min(level, levels.get(label.depth) ?? level));
  }
  return levels;
}

/** A chapter without a heading gets that of the table of contents, beside those of its depth that have one. */
function giveHeading(blocks: Block[], label: Label | undefined, levels: ReadonlyMap<number, number>): Block[] {
  if (label === undefined || NO_LABEL.test(label.text) || blocks.some(({ kind }) => kind === 'heading')) return blocks;
  const [first, ...rest] = blocks;
  const heading: Block = {
    kind: 'heading',
    level: levels.get(label.depth) ?? label.depth,
    text: label.text,
    lines: NO_LINES,
  };
  const isThere =
    first !== undefined && first.text.length <= HEADING_LENGTH && unnumbered(first.text) === unnumbered(label.text);
  return [heading, ...(isThere ? rest : blocks)];
}

function placed({ lineStarts: _, lineOffsets: __, ...block }: Block, shift: number): Block {
  return { ...block, lines: NO_LINES, ...(block.level === undefined ? {} : { level: block.level + shift }) };
}
