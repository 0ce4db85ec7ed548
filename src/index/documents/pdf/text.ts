/** Makes running text of the lines of a PDF: words that were cut at the end of a line become whole, odd letters right. */
import { cleanText, joint, tidy } from '../clean.js';

/** Accents that stand beside their letter, as old fonts of TeX have them, and the marks that compose with it. */
const ACCENTS = new Map(
  '\u00a8\u0308 \u00b4\u0301 `\u0300 \u02c6\u0302 \u02dc\u0303 \u02c7\u030c \u02d8\u0306 \u02da\u030a \u02dd\u030b'
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);
/** No accent is the opening quote of old (`word'), nor a back tick that closes again. */
const QUOTE = "(?<!\\p{L})`(?=[^`\\n]*['’`](?!\\p{L}))";
/** Nor is the acute that many type for an apostrophe: `that´s`. */
const APOSTROPHE = '(?<=\\p{L})\u00b4[sS](?!\\p{L})';
const ACCENTED = new RegExp(
  `(?!${QUOTE}|${APOSTROPHE})([\u00a8\u00b4\`\u02c6\u02dc\u02c7\u02d8\u02da\u02dd]) ?([A-Za-z\u0131])`,
  'gu',
);
/** Letters in the shape that they have in a word, letters joined, and signs as they stand in columns. */
const SHAPED = /[\ufe10-\ufe19\ufe30-\ufe48\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufdff\ufe70-\ufefc]+/g;
/**
 * Lam and alef are one sign in print. Where a PDF calls it two letters, pdf.js turns these two about with the line, whose
 * order is that of the eye. Behind another alef (`al-`, before a word with an alef) that shows, as no word has two alefs in
 * a row; elsewhere (`salam`) it does not.
 */
const TURNED_LAM_ALEF = /ا([اأإآ])ل/g;
/** Dots that lead from a title to its page. */
const LEADERS = /(?:[ \u00a0]?[.\u2024\u2026\u00b7]){5,}/g;
/** Letters that are set apart for looks: `A B S T R A C T`. */
const SPACED = /(?<!\S)(?:\p{L} ){3,}\p{L}(?!\S)/gu;

/** Letters that are joined, quotes and dashes, by their numbers in old fonts of TeX, which do not say what they are. */
const OF_TEX = new Map(
  'ff\x0b fi\x0c ffi\x0e ffl\x0f “\x10 ”\x11 „\x12 «\x13 »\x14 –\x15 —\x16 ff\x1b fi\x1c fl\x1d ffi\x1e ffl\x1f'
    .split(' ')
    .map((sign) => [sign.slice(-1), sign.slice(0, -1)]),
);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const NUMBERED = /[\x0b\x0c\x0e-\x16\x1b-\x1f]/g;

/** The text of a line without what only print needs. */
export function mended(text: string): string {
  const clean = tidy(cleanText(text.replace(NUMBERED, (sign) => OF_TEX.get(sign) ?? '')).replace(/\n/g, ' '));
  const plain = clean.replace(SHAPED, (letters) => letters.normalize('NFKC'));
  const led = plain.replace(LEADERS, ' ').trimEnd();
  const accented = led.replace(ACCENTED, (whole, accent: string, letter: string) => {
    const composed = (letter === '\u0131' ? 'i' : letter) + (ACCENTS.get(accent) ?? '');
    const one = composed.normalize('NFC');
    return one.length === 1 ? one : whole;
  });
  return accented
    .replace(/\u0131(?=[\u0300-\u036f])/g, 'i')
    .normalize('NFC')
    .replace(TURNED_LAM_ALEF, 'ال$1')
    .replace(SPACED, (letters) => letters.replaceAll(' ', ''));
}

/** The words of a document as they stand within its lines: they tell which hyphens at line ends are those of a word. */
export class Words {
  private readonly words = new Set<string>();

  add(text: string): void {
    if (this.words.size > 500_000) return;
    // The last word of a line may be cut.
    for (const word of text.toLowerCase().match(/[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)*(?=[^-\p{L}\p{M}])/gu) ?? []) {
      if (word.length <= 60) this.words.add(word);
    }
  }

  has(word: string): boolean {
    return this.words.has(word.toLowerCase());
  }
}

/** Beginnings that are written with a hyphen more often than not. */
const PREFIXES = /^(?:non|self|well|ex|quasi|semi|all|cross|high|low|real|long|short|two|three|four|one|so|e)$/i;

/** How much of a text tells how it goes on, in code units: addresses are long. */
const TAIL = 300;

/**
 * The end of a word that was cut. Of one in capitals, it is too; but no word goes on in small letters, and two that the
 * document has by themselves are a compound (`CD-ROM`).
 */
const CUT = /^\p{Ll}[\p{L}\p{M}]{0,60}/u;
const CUT_UPPER = /^(?:\p{Lu}{2,60}(?!\p{L})|\p{Ll}[\p{L}\p{M}]{0,60})/u;

/** What goes between a text and the line behind it; null where the text ends in the hyphen of a word that was cut there. */
export function jointOf(before: string, after: string, words: Words): '' | ' ' | null {
  const tail = before.slice(-TAIL);
  const start = /([\p{L}\p{M}]{1,60})[-\u2010\u00ad]$/u.exec(tail)?.[1];
  const isUpper = start !== undefined && /^\p{Lu}{2,}$/u.test(start);
  const end = (isUpper ? CUT_UPPER : CUT).exec(after)?.[0];
  const isAddress = /(?:https?:|www\.)\S*$/.test(tail);
  if (start !== undefined && end !== undefined) {
    // A name of a file or a program, too: `make-` / `table.ts`.
    const isOwn =
      isAddress ||
      /^[\p{L}\p{M}]+(?:[_/\d(]|\.\w)/u.test(after) ||
      words.has(`${start}-${end}`) ||
      (isUpper && (/^\p{Ll}/u.test(end) || (words.has(start) && words.has(end)))) ||
      PREFIXES.test(start);
    return isOwn && !words.has(start + end) && !tail.endsWith('\u00ad') ? '' : null;
  }
  // An address that is cut at one of its signs.
  if (isAddress && /[/.?&=_-]$/.test(tail) && /^[a-z0-9_/]/.test(after)) return '';
  return joint(tail, after);
}
