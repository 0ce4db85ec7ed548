/**
 * PDF to a document. A PDF only says which letters stand where: lines, columns and paragraphs are found by their places
 * (pdf/lines.ts, pdf/blocks.ts). Runs in a thread that can be ended (apart.ts).
 */
import { fileURLToPath } from 'node:url';
import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs';
import { built } from '../built.js';
import type { ParsedDocument } from '../types.js';
import { languageTag } from './metadata.js';
import { EMPTY, PROTECTED, Skip } from './open-file.js';
import { blocksOf } from './pdf/blocks.js';
import { withLetters } from './pdf/dingbats.js';
import { Fonts } from './pdf/fonts.js';
import { hasSoftHyphens, withSoftHyphens } from './pdf/hyphens.js';
import { metadataOf, type PdfInfo, withTitle } from './pdf/info.js';
import { type Line, linesOf } from './pdf/lines.js';
import { withMarkers } from './pdf/markers.js';
import { hasLargePicture, Missing, NOTHING_DRAWN, unreadableFonts } from './pdf/missing.js';
import { withoutRepeats } from './pdf/repeats.js';
import { withWritten, writtenOn } from './pdf/written.js';

/** Node 20 lacks what the library sends fonts with. */
if (!('transferToFixedLength' in ArrayBuffer.prototype)) {
  Object.defineProperty(ArrayBuffer.prototype, 'transferToFixedLength', {
    value(this: ArrayBuffer, length = this.byteLength): ArrayBuffer {
      const to = new Uint8Array(length);
      to.set(new Uint8Array(this, 0, Math.min(length, this.byteLength)));
      return to.buffer;
    },
  });
}

/** Adobe's tables of Chinese, Japanese and Korean letters, which fonts name and do not hold. */
const CMAPS = `${fileURLToPath(built('index/documents/pdf/cmaps'))}/`;

/** Reads a PDF; the bytes are the library's from then on. @throws Skip where it is locked, no PDF, or has no text */
export async function readPdf(bytes: Uint8Array, goesOn: () => void = () => {}): Promise<ParsedDocument> {
  if (bytes.length === 0) throw new Skip(EMPTY);
  // Programs look for its mark that far.
  const isPdf = Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');
  const { getDocument, OPS } = await import('unpdf/pdfjs');
  const loading = getDocument({
    data: bytes,
    verbosity: 0,
    // Runs no code of the file's, loads no fonts of the system's, and decodes no pictures.
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    useWasm: false,
    cMapUrl: CMAPS,
    maxImageSize: 1,
    enableXfa: false,
    isOffscreenCanvasSupported: false,
  });
  try {
    const pdf = await loading.promise;
    return await documentOf(pdf, OPS, goesOn);
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') throw new Skip(PROTECTED);
    if (!isPdf && !(error instanceof Skip)) throw new Skip('no PDF, whatever its name says; save it as .pdf');
    throw error;
  } finally {
    await loading.destroy();
  }
}

async function documentOf(pdf: PDFDocumentProxy, operators: Operators, goesOn: () => void): Promise<ParsedDocument> {
  const missing = new Missing(pdf.numPages);
  const info: PdfInfo = await pdf.getMetadata().then(
    (metadata) => ({ ...metadata.info }),
    () => ({}),
  );
  const { pages, wide } = await pagesOf(pdf, operators, hasSoftHyphens(info), missing, goesOn);
  const blocks = blocksOf(withoutRepeats(pages, 2 * wide > pages.length));
  if (blocks.length === 0) throw new Skip(missing.ofAll);
  const language = typeof info.Language === 'string' ? languageTag(info.Language) : null;
  return { ...withTitle(blocks, info), language, metadata: metadataOf(info), missing: missing.ofSome };
}

/** So many fonts are kept: one of Chinese or Japanese takes 2 MB, and proceedings that were put together have hundreds. */
const MAX_FONTS = 40;

/** The numbers of operators in the drawing of a page. */
type Operators = Readonly<Record<'transform' | 'setFont' | 'showText', number>>;

/**
 * The lines of each page, and how many pages are wider than high. A page that is broken has no lines.
 * @param isHyphened whether there are soft hyphens to look for
 * @param missing told what is not read
 */
async function pagesOf(
  pdf: PDFDocumentProxy,
  operators: Operators,
  isHyphened: boolean,
  missing: Missing,
  goesOn: () => void,
): Promise<{ pages: Line[][]; wide: number }> {
  const pages: Line[][] = [];
  let wide = 0;
  const fonts = new Fonts();
  const written = await writtenOn(pdf);
  let kept = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    try {
      const page = await pdf.getPage(number);
      const { width, height } = page.getViewport({ scale: 1 });
      if (width > height) wide++;
      const lines = await linesOn(page, operators, isHyphened, fonts, missing);
      pages.push(withWritten(number, lines, written.get(number) ?? []));
      page.cleanup();
      if (fonts.size - kept > MAX_FONTS) {
        await pdf.cleanup();
        kept = fonts.size;
      }
      goesOn();
    } catch {
      missing.addDamaged();
      pages.push([]);
    }
  }
  return { pages, wide };
}

/** The lines of a page. @param fonts learns those that are new on it */
async function linesOn(
  page: PDFPageProxy,
  { transform, setFont, showText }: Operators,
  isHyphened: boolean,
  fonts: Fonts,
  missing: Missing,
): Promise<Line[]> {
  let content = withLetters(await page.getTextContent());
  const unreadable = unreadableFonts(content);
  const isBlank = !content.items.some((item) => 'str' in item && item.str.trim() !== '');
  let isWhole = unreadable.size === 0;
  // Half as much work as its text, and so for few pages: what is new of fonts is known only after it.
  if (isBlank || isHyphened || fonts.lack(content)) {
    // What cannot be drawn may still be read.
    const drawing = await page.getOperatorList().catch(() => NOTHING_DRAWN);
    if (!fonts.learn(page, content, drawing, setFont)) isWhole = false;
    if (isBlank && hasLargePicture(drawing, transform, page.view)) missing.addPicture(page.pageNumber);
    if (isHyphened) content = withSoftHyphens(content, drawing, showText);
  }
  if (!isWhole) missing.addUnreadable();
  return withMarkers(linesOf(page.pageNumber, content, (name) => (unreadable.has(name) ? null : fonts.of(name))));
}
