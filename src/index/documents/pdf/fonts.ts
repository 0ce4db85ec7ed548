/** What the names of the fonts of a PDF tell: which of them are bold, which have letters of one width, and which have signs for letters. */
import type { PDFPageProxy } from 'unpdf/pdfjs';
import type { Drawing, TextContent } from './missing.js';

/** How the letters of a font look. */
export interface Font {
  bold: boolean;
  mono: boolean;
  /** Its letters are the codes of dingbats. */
  dingbats: boolean;
}

const PLAIN: Font = { bold: false, mono: false, dingbats: false };

/** Also as LaTeX names them: CMBX10, SFBX1000, NimbusRomNo9L-Medi, LinLibertineTB. */
const BOLD = /bold|black|heavy|demi|medi(?:ital)?$|^(?:cm|ec|sf|la)(?:s{1,2})?b|[a-z]TB[IO]?$|[-,]B[IO]?$/i;
const MONO =
  /mono|courier|consol|typewriter|menlo|fixed|code|^(?:cm|ec|sf|la)(?:s?l|i|v)?tt|lmtt|lmtypewriter|txtt|nimbusmon/i;

export class Fonts {
  /** By the names that pieces of text have, which are those of the library. */
  private readonly known = new Map<string, Font>();

  /** Whether some fonts of a page are not known yet. */
  lack({ styles }: TextContent): boolean {
    return Object.keys(styles).some((name) => !this.known.has(name));
  }

  /**
   * Learns the fonts of a page from its drawing.
   * @param setFont the number of the operator that chooses one
   * @returns whether all of them could be made
   */
  learn(page: PDFPageProxy, { styles }: TextContent, { fnArray, argsArray }: Drawing, setFont: number): boolean {
    for (const name of Object.keys(styles)) this.known.set(name, this.of(name));
    const names = fnArray.flatMap((operator, i) => (operator === setFont ? [String(argsArray[i]?.[0])] : []));
    let areMade = true;
    for (const name of new Set(names)) {
      const font: unknown = page.commonObjs.has(name) ? page.commonObjs.get(name) : null;
      // Instead of a font that cannot be made, the library gives the reason.
      if (typeof font === 'string') areMade = false;
      const isNamed = typeof font === 'object' && font !== null && 'name' in font && typeof font.name === 'string';
      this.known.set(name, isNamed ? fontOf(String(font.name)) : PLAIN);
    }
    return areMade;
  }

  /** How many there are. A font that the library has forgotten comes back under another name. */
  get size(): number {
    return this.known.size;
  }

  of(name: string): Font {
    return this.known.get(name) ?? PLAIN;
  }
}

/** @param name as the PDF has it, with or without the mark of a part of a font (`ABCDEF+Courier`) */
function fontOf(name: string): Font {
  const own = name.replace(/^[A-Z]{6}\+/, '');
  return { bold: BOLD.test(own), mono: MONO.test(own), dingbats: /dingbats/i.test(own) };
}
