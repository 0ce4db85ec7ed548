/** What of a PDF could not be read: pages that are damaged, pages that are pictures, and text in fonts that do not say what their letters are. */
import type { PDFPageProxy } from 'unpdf/pdfjs';

export type TextContent = Awaited<ReturnType<PDFPageProxy['getTextContent']>>;
/** What a page draws: operators by their numbers, with what each is given. */
export type Drawing = Pick<Awaited<ReturnType<PDFPageProxy['getOperatorList']>>, 'fnArray' | 'argsArray'>;
export const NOTHING_DRAWN: Drawing = { fnArray: [], argsArray: [] };

const OCR = 'run OCR over it, for example with ocrmypdf';
const NO_TEXT = `no text in it: a scan? ${OCR.replace('run', 'Run')}`;
const DAMAGED = 'damaged; open it with its program and save it again';
const NO_LETTERS = 'fonts that do not say what their letters are';

/** What stands for letters where a font has no table of them: the numbers of their shapes, which mostly begin at 1. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const NUMBERS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/gu;
/** A font with a larger share of them has no table; of the letters of old fonts of TeX fewer are such. */
const NO_TABLE = 0.08;
/** Formulas and signs may be of such fonts: they are noted where more than this share of a page is. */
const MOST = 0.5;

/** The fonts that do not say which letters they draw, by the names that pieces have, if most of a page is set in them. */
export function unreadableFonts({ items }: TextContent): ReadonlySet<string> {
  const counts = new Map<string, { all: number; bad: number }>();
  let letters = 0;
  for (const item of items) {
    if (!('str' in item)) continue;
    const count = counts.get(item.fontName) ?? { all: 0, bad: 0 };
    count.all += item.str.length;
    count.bad += item.str.match(NUMBERS)?.length ?? 0;
    counts.set(item.fontName, count);
    letters += item.str.length;
  }
  const unreadable = [...counts].filter(([, { all, bad }]) => bad > NO_TABLE * all);
  const share = unreadable.reduce((sum, [, { all }]) => sum + all, 0);
  return new Set(share > MOST * letters ? unreadable.map(([name]) => name) : []);
}

/** A picture with at least this share of the area of its page is what the page is for. */
const LARGE = 0.5;

/**
 * Whether a page has a picture that large. Pictures are not decoded; but each is drawn as a square of one point, which
 * was widened before.
 * @param transform the number of the operator that does so
 * @param view the corners of the page
 */
export function hasLargePicture({ fnArray, argsArray }: Drawing, transform: number, view: readonly number[]): boolean {
  const [left = 0, bottom = 0, right = 0, top = 0] = view;
  const area = Math.abs((right - left) * (top - bottom));
  return fnArray.some((operator, i) => {
    const matrix: unknown = argsArray[i];
    if (operator !== transform || !Array.isArray(matrix)) return false;
    const [a = 0, b = 0, c = 0, d = 0] = matrix.map(Number);
    return Math.abs(a * d - b * c) >= LARGE * area;
  });
}

/** Counts the pages that are not read, or not whole. */
export class Missing {
  private damaged = 0;
  private unreadable = 0;
  private pictures = 0;

  constructor(private readonly pages: number) {}

  addDamaged(): void {
    this.damaged++;
  }

  /** A page with fonts that do not say what their letters are. */
  addUnreadable(): void {
    this.unreadable++;
  }

  /** A page without text that is a picture. @param number 1-based: that of a cover is no loss */
  addPicture(number: number): void {
    if (number > 1) this.pictures++;
  }

  /** What is missing of a document that has some text; undefined where nothing is. Some plates of a book are no loss. */
  get ofSome(): string | undefined {
    const pictures = this.pictures * 10 > this.pages ? this.pictures : 0;
    const losses = [
      this.loss(this.damaged, 'is', 'are', DAMAGED),
      this.loss(this.unreadable, 'has', 'have', `${NO_LETTERS}; ${OCR} --force-ocr`),
      this.loss(pictures, 'is', 'are', `only pictures, without text; ${OCR}`),
    ].filter((loss) => loss !== '');
    return losses.length === 0 ? undefined : losses.join('; also, ');
  }

  /** Why a document has no text at all. */
  get ofAll(): string {
    if (this.damaged === this.pages) return DAMAGED;
    return this.unreadable > 0 ? `it has ${NO_LETTERS}; ${OCR} --force-ocr` : NO_TEXT;
  }

  private loss(count: number, one: string, many: string, what: string): string {
    return count === 0 ? '' : `${count} of its ${this.pages} pages ${count === 1 ? one : many} ${what}`;
  }
}
