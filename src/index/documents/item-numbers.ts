/** Reads the numbers in text processors' files, and writes those of items as they show them: letters, Roman numerals, digits. */

/** A number of an attribute; 1 where it is none. */
export function numberOrOne(value: string | undefined): number {
  return /^\d{1,6}$/.test(value ?? '') ? Number(value) : 1;
}

/** The number of an item as it is shown. @param style as Word names it, or as OpenDocument does. Others are taken for digits */
export function itemNumber(value: number, style: string): string {
  switch (style) {
    case 'lowerLetter':
    case 'a':
      return letters(value).toLowerCase();
    case 'upperLetter':
    case 'A':
      return letters(value);
    case 'lowerRoman':
    case 'i':
      return roman(value).toLowerCase();
    case 'upperRoman':
    case 'I':
      return roman(value);
    case 'decimalZero':
      return String(value).padStart(2, '0');
    case 'none':
    case 'bullet':
      return '';
    default:
      return String(value);
  }
}

/** A, B, …, Z, AA, BB, … */
function letters(value: number): string {
  return value < 1 || value > 26 * 8
    ? String(value)
    : String.fromCharCode(65 + ((value - 1) % 26)).repeat(Math.ceil(value / 26));
}

const ROMAN: readonly [value: number, sign: string][] = Object.entries({
  M: 1000,
  CM: 900,
  D: 500,
  CD: 400,
  C: 100,
  XC: 90,
  L: 50,
  XL: 40,
  X: 10,
  IX: 9,
  V: 5,
  IV: 4,
  I: 1,
}).map(([sign, value]) => [value, sign]);

function roman(value: number): string {
  if (value < 1 || value > 3_999) return String(value);
  let text = '';
  let left = value;
  for (const [worth, sign] of ROMAN) {
    text += sign.repeat(Math.floor(left / worth));
    left %= worth;
  }
  return text;
}
