/** Writes small DOCX, PPTX, ODT, ODP and EPUB files for tests, and what is read of them as rows. */
import { strToU8, type Zippable, zipSync } from 'fflate';
import type { Block } from '../../../src/index/types.js';

export type Row = [kind: string, text: string, more?: unknown];

/** Kind, text, and the level of a heading or the place in a list. */
export function rows(blocks: readonly Block[]): Row[] {
  return blocks.map(({ kind, text, level, list }): Row => {
    const more = level ?? (list === undefined ? undefined : [list.depth, list.item]);
    return more === undefined ? [kind, text] : [kind, text, more];
  });
}

/** The bytes of an archive of texts by name. */
export function zipOf(parts: Readonly<Record<string, string | Uint8Array>>, level: 0 | 6 = 6): Uint8Array {
  const files: Zippable = {};
  for (const [name, part] of Object.entries(parts)) files[name] = typeof part === 'string' ? strToU8(part) : part;
  return zipSync(files, { level });
}

/** An archive in which the bytes of a part are others than its checksum says. */
export function damagedAt(bytes: Uint8Array, part: string): Uint8Array {
  const copy = Buffer.from(bytes);
  // The directory is behind the parts; an entry has its name at 46 and the checksum at 16 (APPNOTE.TXT, 4.3.12).
  const at = copy.lastIndexOf(part) - 30;
  copy.writeUInt32LE((copy.readUInt32LE(at) ^ 1) >>> 0, at);
  return copy;
}

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const SPACES = [
  `xmlns:w="${W}"`,
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  `xmlns:r="${OFFICE}"`,
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"',
  'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"',
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"',
  'xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
].join(' ');

/** What a DOCX file has beside its body; each is the inside of the part of that name. */
export interface DocxParts {
  styles?: string;
  numbering?: string;
  footnotes?: string;
  endnotes?: string;
  comments?: string;
  core?: string;
  /** A part of a diagram, which the body calls `d1`, and of a chart, `c1`. */
  diagramData?: string;
  chart?: string;
}

/** The bytes of a DOCX file. @param body the inside of its `w:body` */
export function docxFile(body: string, { core, ...parts }: DocxParts = {}): Uint8Array {
  const files: Record<string, string> = {
    '_rels/.rels':
      `<Relationships><Relationship Type="${OFFICE}/officeDocument" Target="word/document.xml"/>` +
      '<Relationship Type="http://x/metadata/core-properties" Target="/docProps/core.xml"/></Relationships>',
    'word/document.xml': `<?xml version="1.0"?><w:document ${SPACES}><w:body>${body}</w:body></w:document>`,
    'word/_rels/document.xml.rels': `<Relationships>${Object.keys(parts)
      .map((name) => `<Relationship Id="${name.charAt(0)}1" Type="${OFFICE}/${name}" Target="${name}.xml"/>`)
      .join('')}</Relationships>`,
  };
  for (const [name, xml] of Object.entries(parts))
    files[`word/${name}.xml`] = `<w:${name} ${SPACES}>${xml}</w:${name}>`;
  if (core !== undefined) files['docProps/core.xml'] = `<cp:coreProperties>${core}</cp:coreProperties>`;
  return zipOf(files);
}

/** A paragraph of one run. @param style the id of its style */
export function p(text: string, style?: string): string {
  const properties = style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  return `<w:p>${properties}<w:r><w:t>${text}</w:t></w:r></w:p>`;
}

/** What a slide of a PPTX file has beside its shapes: the insides of its notes and of its remarks, and parts of a diagram, `d1`, and a chart, `c1`. */
export interface SlideParts {
  notesSlide?: string;
  comments?: string;
  diagramData?: string;
  chart?: string;
}

/** What a PPTX file has beside its slides. */
export interface PptxParts {
  /** The inside of the list of authors. */
  authors?: string;
  core?: string;
  /** Which slide comes when, 0-based; in the order given without. */
  order?: readonly number[];
  /** 0 stores the parts as they are. */
  level?: 0 | 6;
}

/** The bytes of a PPTX file. @param slides the inside of each slide's tree of shapes, alone or with its parts */
export function pptxFile(
  slides: readonly (string | [shapes: string, parts: SlideParts])[],
  { authors = '', core = '', order = slides.map((_, i) => i), level = 6 }: PptxParts = {},
): Uint8Array {
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const files: Record<string, string> = {
    '_rels/.rels': `<Relationships>${relation('r1', 'officeDocument', 'ppt/presentation.xml')}<Relationship Type="http://x/metadata/core-properties" Target="/docProps/core.xml"/></Relationships>`,
    'docProps/core.xml': `<cp:coreProperties>${core}</cp:coreProperties>`,
    'ppt/presentation.xml': `<p:presentation ${SPACES}><p:sldIdLst>${order.map((i) => `<p:sldId id="${i}" r:id="s${i}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': `<Relationships>${relation('a', 'commentAuthors', 'authors.xml')}${slides.map((_, i) => relation(`s${i}`, 'slide', `slides/slide${i}.xml`)).join('')}</Relationships>`,
    'ppt/authors.xml': `<p:cmAuthorLst ${SPACES}>${authors}</p:cmAuthorLst>`,
  };
  for (const [i, slide] of slides.entries()) {
    const [shapes, parts] = typeof slide === 'string' ? [slide, {}] : slide;
    files[`ppt/slides/slide${i}.xml`] = `<p:sld ${SPACES}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`;
    const named = Object.entries(parts);
    files[`ppt/slides/_rels/slide${i}.xml.rels`] =
      `<Relationships>${named.map(([name]) => relation(`${name.charAt(0)}1`, name, `../more/${name}${i}.xml`)).join('')}</Relationships>`;
    for (const [name, xml] of named) files[`ppt/more/${name}${i}.xml`] = `<p:${name} ${SPACES}>${xml}</p:${name}>`;
  }
  return zipOf(files, level);
}

/** What an EPUB book has beside its pages. */
export interface EpubParts {
  /** The inside of the metadata. */
  metadata?: string;
  /** Attributes of the items of the package, by the name of the page. */
  items?: Readonly<Record<string, string>>;
  /** More of the package, behind the spine. */
  rest?: string;
  /** Other parts of the archive. */
  others?: Readonly<Record<string, string>>;
}

/** The bytes of an EPUB book. @param pages the inside of the `body` of each page, by its name in the folder `OEBPS` */
export function epubFile(
  pages: Readonly<Record<string, string>>,
  { metadata = '', items = {}, rest = '', others = {} }: EpubParts = {},
): Uint8Array {
  const names = Object.keys(pages);
  const files: Record<string, string> = {
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
    'OEBPS/book.opf':
      `<package xmlns="http://www.idpf.org/2007/opf"><metadata>${metadata}</metadata><manifest>` +
      names
        .map(
          (name, i) =>
            `<item id="i${i}" href="${encodeURI(name)}" media-type="application/xhtml+xml" ${items[name] ?? ''}/>`,
        )
        .join('') +
      `<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest><spine toc="ncx">` +
      `${names.map((_, i) => `<itemref idref="i${i}"/>`).join('')}</spine>${rest}</package>`,
    ...others,
  };
  for (const [name, body] of Object.entries(pages)) {
    files[`OEBPS/${name}`] =
      `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>${body}</body></html>`;
  }
  return zipOf(files);
}

const ODF = ['office', 'style', 'text', 'table', 'meta', 'manifest']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .concat(
    'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"',
    'xmlns:officeooo="http://openoffice.org/2009/office"',
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  )
  .join(' ');

/** What an ODT file has beside its text: the inside of its styles, of its properties, of its list of parts. */
export interface OdtParts {
  styles?: string;
  meta?: string;
  manifest?: string;
  /** 0 stores the parts as they are. */
  level?: 0 | 6;
}

/** The bytes of an ODT file. @param text the inside of its `office:text` */
export function odtFile(text: string, parts: OdtParts = {}): Uint8Array {
  return odfFile('text', text, parts);
}

/** The bytes of an ODP file. @param slides the inside of its `office:presentation` */
export function odpFile(slides: string, parts: OdtParts = {}): Uint8Array {
  return odfFile('presentation', slides, parts);
}

function odfFile(
  kind: string,
  content: string,
  { styles = '', meta = '', manifest = '', level = 6 }: OdtParts,
): Uint8Array {
  return zipOf(
    {
      mimetype: `application/vnd.oasis.opendocument.${kind}`,
      'content.xml': `<office:document-content ${ODF}><office:body><office:${kind}>${content}</office:${kind}></office:body></office:document-content>`,
      'styles.xml': `<office:document-styles ${ODF}><office:styles>${styles}</office:styles></office:document-styles>`,
      'meta.xml': `<office:document-meta ${ODF}><office:meta>${meta}</office:meta></office:document-meta>`,
      'META-INF/manifest.xml': `<manifest:manifest ${ODF}>${manifest}</manifest:manifest>`,
    },
    level,
  );
}
