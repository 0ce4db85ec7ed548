/** Reads what was written onto the pages of a PDF and is no part of them: fields of forms, text set on top, remarks. */

import type { PDFDocumentProxy } from 'unpdf/pdfjs';
import { kept } from '../../kept.js';
import type { Line } from './lines.js';

/** An annotation as the library gives it. */
type Annotation = Readonly<Record<string, unknown>>;

/** The kinds that are asked for, by their numbers: remarks of all kinds, text set on top, fields. Links are most of what there is, and no text. */
const KINDS = new Set([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20]);

/** What was written onto each page, by the number of the page. One question for all pages takes a tenth of the time of one for each. */
export async function writtenOn(pdf: PDFDocumentProxy): Promise<ReadonlyMap<number, Annotation[]>> {
  const pages = new Map<number, Annotation[]>();
  const all: unknown = await pdf.getAnnotationsByType(KINDS, new Set()).catch(() => null);
  for (const annotation of Array.isArray(all) ? (all as (Annotation | null)[]) : []) {
    const page = Number(annotation?.pageIndex ?? -1) + 1;
    if (annotation !== null && page > 0) kept(pages, page, () => []).push(annotation);
  }
  return pages;
}

/** Most of them on a page, and most letters of one. */
const MAX_WRITTEN = 1_000;
const MAX_LENGTH = 20_000;
/** Bits of an annotation that nobody sees: hidden, not shown on the screen. */
const UNSEEN = 2 | 32;
/** The size of letters where none is said: that of much text, but no higher than the field. */
const SIZE = 10;

/**
 * The lines of a page with what was written onto it: a field in the line that it stands behind, else below what is above
 * it; remarks at the end, with who made them.
 */
export function withWritten(page: number, lines: readonly Line[], annotations: readonly Annotation[]): Line[] {
  const all = [...lines];
  const remarks: string[] = [];
  for (const annotation of annotations.slice(0, MAX_WRITTEN)) {
    if (Number(annotation.annotationFlags ?? 0) & UNSEEN || annotation.hidden === true) continue;
    const text = textOnPage(annotation);
    if (text === null) remarks.push(remarkOf(annotation));
    else if (text.trim() !== '') put(page, all, inOneLine(text), annotation.rect);
  }
  const bottom = all.reduce((lowest, { y }) => Math.max(lowest, y), 0);
  for (const [i, remark] of remarks.filter((text) => text !== '').entries()) {
    all.push(lineOf(page, remark, { x: 0, right: SIZE, y: bottom + 3 * SIZE * (i + 1), size: SIZE }));
  }
  return all;
}

/** What stands on the page itself: the value of a field, or text set on top; null for remarks, which open from a sign. */
function textOnPage({ subtype, fieldType, fieldValue, password, contentsObj, textContent }: Annotation): string | null {
  if (subtype === 'FreeText') return stringOf(contentsObj) || stringsOf(textContent).join('\n');
  if (subtype !== 'Widget') return null;
  const isText = (fieldType === 'Tx' || fieldType === 'Ch') && password !== true;
  return isText ? stringsOf(fieldValue).join(', ') : '';
}

function remarkOf({ subtype, titleObj, contentsObj }: Annotation): string {
  const text = inOneLine(stringOf(contentsObj));
  if (text === '' || subtype === 'Link' || subtype === 'Popup') return '';
  const author = inOneLine(stringOf(titleObj));
  return author === '' ? text : `${author}: ${text}`;
}

function inOneLine(text: string): string {
  return text.slice(0, MAX_LENGTH).replace(/\s+/g, ' ').trim();
}

/** The library gives texts with their direction. */
function stringOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'str' in value && typeof value.str === 'string'
    ? value.str
    : '';
}

function stringsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

function put(page: number, lines: Line[], text: string, rect: unknown): void {
  const [x = 0, bottom = 0, right = 0, top = 0] = Array.isArray(rect) ? rect.map(Number) : [];
  const label = lines.findLast((line) => line.y > -top && line.y < -bottom + line.size / 2 && line.right <= x + SIZE);
  if (label !== undefined) {
    label.cells.push({ text, x, right });
    label.right = Math.max(label.right, right);
    return;
  }
  const size = Math.min(SIZE, Math.max(1, top - bottom));
  const above = lines.findLastIndex((line) => line.y <= -top + size);
  lines.splice(above + 1, 0, lineOf(page, text, { x, right, y: -top + size, size }));
}

function lineOf(page: number, text: string, place: Pick<Line, 'x' | 'right' | 'y' | 'size'>): Line {
  return { page, ...place, cells: [{ text, x: place.x, right: place.right }], bold: false, mono: false };
}
