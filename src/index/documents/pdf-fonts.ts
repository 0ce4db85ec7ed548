/** What the names of the fonts of a PDF tell: which of them are bold, and which have letters of one width. */
import type { PDFPageProxy } from 'unpdf/pdfjs';

/** How the letters of a font look. */
export interface Font {
  bold: boolean;
  mono: boolean;
}

const PLAIN: Font = { bold: false, mono: false };

/** Also as LaTeX names them: CMBX10, SFBX1000, NimbusRomNo9L-Medi, LinLibertineTB. */
const BOLD = /bold|black|heavy|demi|medi(?:ital)?$|^(?:cm|ec|sf|la)(?:s{1,2})?b|[a-z]TB[IO]?$|[-,]B[IO]?$/i;
const MONO =
  /mono|courier|consol|typewriter|menlo|fixed|code|^(?:cm|ec|sf|la)(?:s?l|i|v)?tt|lmtt|lmtypewriter|txtt|nimbusmon/i;

export class Fonts {
  /** By the names that pieces of text have, which are those of the library. */
  private readonly known = new Map<string, Font>();

  /** Learns the fonts of a page. They are made known only with its drawing, which is read where any of them is new. */
  async learn(page: PDFPageProxy, names: readonly string[]): Promise<void> {
    const unknown = names.filter((name) => !this.known.has(name));
    if (unknown.length === 0) return;
    for (const name of unknown) this.known.set(name, PLAIN);
    try {
      await page.getOperatorList();
    } catch {
      // What cannot be drawn may still be read.
    }
    for (const name of unknown) {
      const font: unknown = page.commonObjs.has(name) ? page.commonObjs.get(name) : null;
      if (typeof font === 'object' && font !== null && 'name' in font && typeof font.name === 'string') {
        this.known.set(name, fontOf(font.name));
      }
    }
  }

  of(name: string): Font {
    return this.known.get(name) ?? PLAIN;
  }
}

/** @param name as the PDF has it, with or without the mark of a part of a font (`ABCDEF+Courier`) */
export function fontOf(name: string): Font {
  const own = name.replace(/^[A-Z]{6}\+/, '');
  return { bold: BOLD.test(own), mono: MONO.test(own) };
}
