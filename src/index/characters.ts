/** Finds the bounds of characters as people see them, so that no text is cut within one. Pure. */

/** No real character is longer, in code units. A longer one (a heap of combining marks) is cut between code points. */
const LONGEST_CHARACTER = 100;

/** Made when first needed: the first one in a process takes 20 ms. */
let segmenter: Intl.Segmenter | null = null;

/** The start of the character that `offset` falls in, in code units. */
export function characterStart(text: string, offset: number): number {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const near = codePointStart(text, Math.max(0, offset - LONGEST_CHARACTER));
  const character = segmenter.segment(text.slice(near, offset + LONGEST_CHARACTER)).containing(offset - near);
  if (character !== undefined && (near === 0 || character.index > 0)) return near + character.index;
  return codePointStart(text, offset);
}

/** `offset`, if a character starts there; else the end of the character that it falls in. */
export function nextCharacterStart(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && characterStart(text, at) < offset) at++;
  return at;
}

function codePointStart(text: string, offset: number): number {
  return offset > 0 && /[\udc00-\udfff]/.test(text.charAt(offset)) ? offset - 1 : offset;
}
