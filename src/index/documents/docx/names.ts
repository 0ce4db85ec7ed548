/** The names in DOCX files: namespaces, signs of symbol fonts, and how a property is on or off. */

/** The prefixes that we know namespaces by: of ECMA-376 as everyone writes it (transitional), and of its strict form. */
export const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ['http://schemas.openxmlformats.org/wordprocessingml/2006/main', 'w'],
  ['http://purl.oclc.org/ooxml/wordprocessingml/main', 'w'],
  ['http://schemas.openxmlformats.org/officeDocument/2006/math', 'm'],
  ['http://purl.oclc.org/ooxml/officeDocument/math', 'm'],
  ['http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing', 'wp'],
  ['http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing', 'wp'],
  ['http://schemas.openxmlformats.org/markup-compatibility/2006', 'mc'],
  ['http://schemas.openxmlformats.org/officeDocument/2006/relationships', 'r'],
  ['http://purl.oclc.org/ooxml/officeDocument/relationships', 'r'],
  ['http://schemas.openxmlformats.org/drawingml/2006/main', 'a'],
  ['http://purl.oclc.org/ooxml/drawingml/main', 'a'],
  ['http://schemas.openxmlformats.org/drawingml/2006/diagram', 'dgm'],
  ['http://purl.oclc.org/ooxml/drawingml/diagram', 'dgm'],
  ['http://schemas.openxmlformats.org/drawingml/2006/chart', 'c'],
  ['http://purl.oclc.org/ooxml/drawingml/chart', 'c'],
  ['http://www.w3.org/XML/1998/namespace', 'xml'],
]);

/** Whether a property is on: it is where it stands without a value. */
export function isOn(value: string): boolean {
  return !/^(?:0|false|off)$/.test(value);
}

/** The letters of the font Symbol from 0x41 to 0x7a, where they are letters. */
const GREEK = 'ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ      αβχδεφγηιϕκλμνοπθρστυϖωξψζ';
/** Of Symbol and the Wingdings, those that say something in a text. */
const SYMBOL = new Map(
  Object.entries({
    a3: '≤',
    a5: '∞',
    ae: '→',
    ac: '←',
    ab: '↔',
    b0: '°',
    b1: '±',
    b3: '≥',
    b4: '×',
    b8: '÷',
    b9: '≠',
    bb: '≈',
    d6: '√',
    de: '⇒',
    e5: '∑',
    f2: '∫',
    a2: '′',
    b7: '•',
  }),
);
const WINGDINGS = new Map(
  Object.entries({
    '6f': '☐',
    a8: '☐',
    fe: '☑',
    fd: '☒',
    fc: '✓',
    fb: '✗',
    e0: '→',
    df: '←',
    f0: '⇨',
    '4a': '☺',
    a7: '▪',
    '6c': '●',
    '6e': '■',
    d8: '➢',
  }),
);

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
