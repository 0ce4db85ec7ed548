/** The values of properties in DOCX files: how one is on or off, and the signs of symbol fonts. */

/** Whether a property is on: it is where it stands without a value. */
export function isOn(value: string): boolean {
  return !/^(?:0|false|off)$/.test(value);
}

/** The letters of the font Symbol from 0x41 to 0x7a, where they are letters. */
const GREEK = 'ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ      αβχδεφγηιϕκλμνοπθρστυϖωξψζ';
/** Of Symbol and the Wingdings, those that say something in a text, each behind its number. */
const SYMBOL = numbered('a2′ a3≤ a5∞ ab↔ ac← ae→ b0° b1± b3≥ b4× b7• b8÷ b9≠ bb≈ d6√ de⇒ e5∑ f2∫');
const WINGDINGS = numbered('4a☺ 6c● 6e■ 6f☐ a7▪ a8☐ d8➢ df← e0→ f0⇨ fb✗ fc✓ fd☒ fe☑');

function numbered(signs: string): ReadonlyMap<string, string> {
  return new Map(signs.split(' ').map((sign) => [sign.slice(0, 2), sign.slice(2)]));
}

/** The character for a sign of a font. @param code hexadecimal, with or without the `F0` of signs of symbol fonts */
export function symbol(font: string, code: string): string {
  const value = Number.parseInt(code, 16);
  if (!(value > 0x20 && value <= 0xffff)) return '';
  const isPrivate = value >= 0xf000 && value <= 0xf0ff;
  const low = isPrivate ? value - 0xf000 : value;
  if (/^symbol$/i.test(font)) {
    return SYMBOL.get(low.toString(16)) ?? GREEK[low - 0x41]?.trim() ?? (low < 0x41 ? String.fromCharCode(low) : '');
  }
  if (/wingdings|webdings/i.test(font)) return WINGDINGS.get(low.toString(16)) ?? '';
  if (isPrivate) return low < 0x80 ? String.fromCharCode(low) : '';
  return String.fromCharCode(value).toWellFormed();
}
