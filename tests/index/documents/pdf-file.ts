/** Writes small PDF files for tests: text at places, in the fonts that every PDF reader has. */

/** A piece of text; `x` and `y` in points from the lower left corner of a page of 612 by 792. */
export interface Placed {
  x: number;
  y: number;
  text: string;
  /** In points; 10 by default. */
  size?: number;
  /** `Helvetica` by default. */
  font?: 'Helvetica' | 'Helvetica-Bold' | 'Times-Roman' | 'Courier' | 'ZapfDingbats';
}

interface PdfOptions {
  /** What the document says of itself: `Title`, `Author`, ... */
  info?: Readonly<Record<string, string>>;
  /** BCP 47. */
  language?: string;
  /** Of a page, in points. */
  width?: number;
}

const FONTS = ['Helvetica', 'Helvetica-Bold', 'Times-Roman', 'Courier', 'ZapfDingbats'] as const;

/** A page that is one picture. */
export const PICTURE = 'picture';

/** The bytes of a PDF with these pages. */
export function pdfFile(
  pages: readonly (readonly Placed[] | typeof PICTURE)[],
  { info = {}, language, width = 612 }: PdfOptions = {},
): Uint8Array {
  const firstPage = FONTS.length + 4;
  const picture = firstPage + 2 * pages.length;
  const fonts = FONTS.map((_, i) => `/F${i} ${i + 4} 0 R`).join(' ');
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${language === undefined ? '' : `/Lang ${literal(language)}`} >>`,
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${firstPage + 2 * i} 0 R`).join(' ')}] >>`,
    `<< ${Object.entries(info)
      .map(([key, value]) => `/${key} ${literal(value)}`)
      .join(' ')} >>`,
    ...FONTS.map((name) => {
      // Signs have an encoding of their own.
      const encoding = name === 'ZapfDingbats' ? '' : '/Encoding /WinAnsiEncoding';
      return `<< /Type /Font /Subtype /Type1 /BaseFont /${name} ${encoding} >>`;
    }),
    ...pages.flatMap((page, i) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} 792] /Resources << /Font << ${fonts} >> /XObject << /P ${picture} 0 R >> >> /Contents ${firstPage + 2 * i + 1} 0 R >>`,
      stream(page === PICTURE ? 'q 612 0 0 792 0 0 cm /P Do Q' : page.map(shown).join('\n')),
    ]),
    stream(
      'x'.repeat(64),
      '/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8',
    ),
  ];
  return file(objects);
}

/** Text in a font that is not in the file, and says only which table its codes are of: how much of Asia's PDF was written. */
export interface Coded {
  /** The name of the table: `UniGB-UCS2-H`. */
  encoding: string;
  /** Of which collection of letters: `GB1`. */
  ordering: string;
  /** Its bytes by that table, hex. */
  codes: string;
  /** The same font at places of its own, instead of one text at the top: `x`, `y`, size and codes of each. */
  places?: readonly (readonly [x: number, y: number, size: number, codes: string])[];
}

/** The bytes of a PDF with a page for each text. */
export function codedPdf(texts: readonly Coded[]): Uint8Array {
  const pages = texts.map((_, i) => 4 + 4 * i);
  return file([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${texts.length} /Kids [${pages.map((page) => `${page} 0 R`).join(' ')}] >>`,
    '<< >>',
    ...texts.flatMap(({ encoding, ordering, codes, places = [[72, 700, 10, codes] as const] }, i) => {
      const own = 4 + 4 * i;
      const system = `<< /Registry (Adobe) /Ordering (${ordering}) /Supplement 2 >>`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F0 ${own + 2} 0 R >> >> /Contents ${own + 1} 0 R >>`,
        stream(places.map(([x, y, size, own]) => `BT /F0 ${size} Tf 1 0 0 1 ${x} ${y} Tm <${own}> Tj ET`).join('\n')),
        `<< /Type /Font /Subtype /Type0 /BaseFont /Song-${encoding} /Encoding /${encoding} /DescendantFonts [${own + 3} 0 R] >>`,
        `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Song /CIDSystemInfo ${system} /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] >> >>`,
      ];
    }),
  ]);
}

/** A file of numbered objects, the first of which is the catalog and the third the information. */
export function file(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.7\n';
  const offsets = objects.map((object, i) => {
    const offset = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R /Info 3 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return bytesOf(text + end);
}

/** The bytes of a file that was changed as text. */
export function bytesOf(latin1: string): Uint8Array {
  return new Uint8Array(Buffer.from(latin1, 'latin1'));
}

/** A stream of operators, or with a `filter` of bytes as Latin-1. */
export function stream(content: string, filter = ''): string {
  return `<< /Length ${content.length} ${filter} >>\nstream\n${content}\nendstream`;
}

function shown({ x, y, text, size = 10, font = 'Helvetica' }: Placed): string {
  return `BT /F${FONTS.indexOf(font)} ${size} Tf 1 0 0 1 ${x} ${y} Tm ${literal(text)} Tj ET`;
}

/** Windows-1252 as far as Latin-1 has it. */
function literal(text: string): string {
  return `(${text.replace(/[\\()]/g, '\\$&')})`;
}
