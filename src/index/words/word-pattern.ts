/** Where words begin and end in a text. Pure. */

import { WITHOUT_SPACES } from './spaceless.js';

/**
 * A word, with inner apostrophes (so that possessives can be cut), invisible signs (soft hyphens, joiners, and where lines
 * of scripts without spaces may break), the dot of Catalan (`col·lecció`) and the sign before the last letter of a Hebrew
 * acronym (`צה"ל`; before more letters it is a quotation mark); a flag; or an emoji with its modifiers and all that is
 * joined to it. Korean is none of the scripts without spaces: where its lines may break, its words may end.
 */
export const WORD = new RegExp(
  String.raw`[\p{L}\p{N}\p{M}]+(?:(?:['’‘´ʼ＇\u05f3\u00ad\u2060]|(?<=\p{Script=Hebrew})["\u05f4](?=\p{Script=Hebrew}\p{M}*(?!\p{L}))|\u200d|\u200b(?=[${WITHOUT_SPACES}])|(?<=[lL])·(?=[lL]))[\p{L}\p{N}\p{M}]+)*|\p{Regional_Indicator}{2}|\p{Extended_Pictographic}[\p{Emoji_Modifier}\p{M}\u{e0020}-\u{e007f}]*(?:\u200d\p{Extended_Pictographic}[\p{Emoji_Modifier}\p{M}]*)*`,
  'uy',
);
/** Whether a match of it is a word, and no flag or emoji. */
export const IS_WORD = /^[\p{L}\p{N}\p{M}]/u;
/** French and Italian words that end in an apostrophe before the word that counts: l'avion, qu'elle, dell'arte. */
export const ELISION =
  /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|nell|sull|all|dall|un)['’‘´ʼ＇](?=(?:\p{L}\p{M}*){3})/iu;

const APOSTROPHE = 0x27;

/** An ASCII letter or digit. */
export function isPlain(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
}

/** Whether ASCII letters and digits are a whole word before this code unit. */
export function endsPlain(code: number): boolean {
  return code < 0x80 && code !== APOSTROPHE && !isPlain(code);
}
