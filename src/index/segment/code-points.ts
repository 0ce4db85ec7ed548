/** Code units of texts, and the order in which terms and languages stand in a segment. */

/**
 * As `text.charCodeAt(at)`. Where texts are of more than four kinds for V8 (whole, cut out, joined; of one byte or two),
 * it looks that method up for each code unit; not so here. That was a twentieth of indexing.
 */
export const codeAt: (text: string, at: number) => number = Function.prototype.call.bind(String.prototype.charCodeAt);

/** Compares by code points, which is also the order of UTF-8 bytes; the order of UTF-16 code units differs beyond U+FFFF. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [codeAt(a, i), codeAt(b, i)];
    if (x === y) continue;
    return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

/** Whether a code unit is half of a character beyond U+FFFF. */
export function isSurrogate(codeUnit: number): boolean {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff;
}
