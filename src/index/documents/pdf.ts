/** PDF to a document: its pages as paragraphs. */
import type { Block, ParsedDocument } from '../types.js';
import { cleanText } from './clean.js';

/** Reads a PDF. */
export async function readPdf(bytes: Uint8Array): Promise<ParsedDocument> {
  const { getDocument } = await import('unpdf/pdfjs');
  const pdf = await getDocument({ data: bytes, isEvalSupported: false, verbosity: 0, useSystemFonts: false }).promise;
  const blocks: Block[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
    blocks.push({ kind: 'prose', text: cleanText(text), lines: [number, number] });
  }
  return { title: '', language: null, metadata: new Map(), blocks };
}
