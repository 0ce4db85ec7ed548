/** Scripts without spaces between words: each pair of neighbouring characters is a token. Pure. */

const SPACELESS =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ーｰﾞﾟ';
const SPACELESS_RUN = new RegExp(`[${SPACELESS}][${SPACELESS}\\p{M}]*`, 'gu');
const HAS_SPACELESS = new RegExp(`[${SPACELESS}]`, 'u');
/**
 * What readers take for one character of such a script: with its marks, the later parts of a Korean syllable, half-width voicing, and the
 * vowel am of Thai and Lao, which is a letter to Unicode and a mark and a letter once it is folded.
 */
const CHARACTER =
  /.[\p{M}\u1160-\u11ff\ud7b0-\ud7ffﾞﾟ]*(?:(?:[\u0e33\u0eb3]|[\u0e32\u0eb2](?<=[\u0e4d\u0ecd]\p{M}*.))\p{M}*)?/gsu;

/** Whether a text has characters of such a script. */
export function isSpaceless(text: string): boolean {
  return HAS_SPACELESS.test(text);
}

/** Whether a term is one character of such a script: a word that may stand at the beginning of other terms alone. */
export function isLoneCharacter(term: string): boolean {
  return HAS_SPACELESS.test(term) && term.replace(CHARACTER, '.') === '.';
}

/** What a run of letters comes to that holds such a script, each with where it begins: pairs of characters, and what stands before and after them whole. */
export function spacelessParts(run: string): [part: string, start: number][] {
  const parts: [string, number][] = [];
  let done = 0;
  for (const { 0: characters, index } of run.matchAll(SPACELESS_RUN)) {
    if (index > done) parts.push([run.slice(done, index), done]);
    const each = characters.match(CHARACTER) ?? [];
    let start = index;
    for (const [i, character] of each.entries()) {
      const next = each[i + 1];
      if (next !== undefined) parts.push([character + next, start]);
      else if (i === 0) parts.push([character, start]);
      start += character.length;
    }
    done = index + characters.length;
  }
  if (done < run.length) parts.push([run.slice(done), done]);
  return parts;
}
