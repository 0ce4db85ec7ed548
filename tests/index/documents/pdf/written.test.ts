/** What was written onto a PDF with a viewer: fields of a form, text set on top, remarks. */
import { expect, it } from 'vitest';
import { readPdf } from '../../../../src/index/documents/pdf.js';
import { file, stream } from '../pdf-file.js';

/** A page with lines at 72, from the top, and annotations. */
function written(lines: readonly string[], annotations: readonly string[]): Uint8Array {
  const fonts = '<< /F0 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>';
  const refs = annotations.map((_, i) => `${6 + i} 0 R`).join(' ');
  return file([
    `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [${refs}] /DA (/F0 10 Tf) >> >>`,
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    '<< /Title (The title) >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font ${fonts} >> /Contents 5 0 R /Annots [${refs}] >>`,
    stream(lines.map((line, i) => `BT /F0 10 Tf 1 0 0 1 72 ${700 - 30 * i} Tm (${line}) Tj ET`).join('\n')),
    ...annotations.map((annotation) => `<< /Type /Annot ${annotation} /DA (/F0 10 Tf) >>`),
  ]);
}

const LINES = ['Name:', 'Reason:', 'Signed by hand, and sent to the harbour office before the year ends.'];

it.each<[why: string, annotation: string, texts: readonly string[]]>([
  [
    'a field stands behind its label',
    '/Subtype /Widget /FT /Tx /V (Ada Lind) /Rect [120 695 300 712]',
    ['Name: Ada Lind', 'Reason:', LINES[2] ?? ''],
  ],
  [
    'one of several lines is whole',
    '/Subtype /Widget /FT /Tx /Ff 4096 /V (Barnacles\\nand weed) /Rect [120 640 300 685]',
    ['Name:', 'Reason: Barnacles and weed', LINES[2] ?? ''],
  ],
  [
    'text set on top stands where it is',
    '/Subtype /FreeText /Contents (Approved) /Rect [300 500 400 520]',
    [...LINES, 'Approved'],
  ],
  [
    'a remark stands at the end, with its author',
    '/Subtype /Highlight /QuadPoints [72 690 100 690 72 710 100 710] /Contents (Which one?) /T (Bo Ray) /Rect [72 690 100 710]',
    [...LINES, 'Bo Ray: Which one?'],
  ],
  ['a password is nobody’s', '/Subtype /Widget /FT /Tx /Ff 8192 /V (secret) /Rect [120 695 300 712]', LINES],
  ['what is hidden is not read', '/Subtype /FreeText /F 2 /Contents (Secret) /Rect [300 500 400 520]', LINES],
  ['a sign without a remark is no text', '/Subtype /Text /T (Bo Ray) /Rect [300 500 400 520]', LINES],
])('%s', async (_why, annotation, texts) => {
  const { blocks } = await readPdf(written(LINES, [annotation]));
  expect(blocks.map(({ text }) => text)).toEqual(texts);
});

it('reads a page that has nothing else', async () => {
  const text = '/Subtype /FreeText /Contents (Only this) /Rect [300 500 400 520]';
  expect((await readPdf(written([], [text]))).blocks.map((block) => block.text)).toEqual(['Only this']);
});
