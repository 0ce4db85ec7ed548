/**
 * Letters that a PDF calls dingbats, and dingbats that the library calls letters. dvips names the letters of a font by
 * their numbers (`a101` for `e`), as Adobe names its dingbats: PDFs that Ghostscript makes of these say, and all viewers
 * copy, `❲❡❧❝♦♠❡` for `Welcome`.
 */
import type { TextContent } from './missing.js';

/** The dingbats named `a11` to `a126` in Adobe's list, a space where there is none (`P`, `q` to `t`). */
const NAMED =
  '☛☞✌✍✎✏✑✒✓✔✕✖✗✘✙✚✛✜✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❑▲▼◆❖ ◗❘❙❚❯❱❲❳❨❩❬❭❪❫❴❵❛❜❝❞❡❢❣❤✐❥❦❧♠♥♦♣    ✉✈✇①②③④⑤⑥⑦';
const LETTERS = new Map([...NAMED].map((sign, i) => [sign, String.fromCharCode(11 + i)]));
const DINGBATS = new RegExp(`[${NAMED.replaceAll(' ', '')}]`, 'g');
/** What other pages hardly have: the small letters but for those that are suits of cards (`l` to `p`) and circled numbers. */
const RARE = /[a-kuvw]/;
/** A page of text has so many different ones at least, and each so often on average. Lists of signs have each once. */
const KINDS = 6;
const TIMES = 2;

/**
 * The text of a page with letters in the place of dingbats, if they are letters. Those that are joined get their numbers
 * in fonts of TeX (text.ts).
 */
export function withLetters(content: TextContent): TextContent {
  const text = content.items.map((item) => ('str' in item ? item.str : '')).join('');
  const rare = (text.match(DINGBATS) ?? []).filter((sign) => RARE.test(LETTERS.get(sign) ?? ''));
  const kinds = new Set(rare).size;
  if (kinds < KINDS || rare.length < TIMES * kinds) return content;
  const items = content.items.map((item) =>
    'str' in item ? { ...item, str: item.str.replace(DINGBATS, (sign) => LETTERS.get(sign) ?? sign) } : item,
  );
  return { ...content, items };
}

/** What stands elsewhere in Unicode than in the order of the codes. The library gives a Greek mu for the micro sign. */
const ELSEWHERE = new Map(
  '%☎ *☛ +☞ H★ l● n■ s▲ t▼ u◆ w◗ ¨♣ ©♦ ª♥ «♠ ¬① \u00ad② ®③ ¯④ °⑤ ±⑥ ²⑦ ³⑧ ´⑨ µ⑩ μ⑩ Õ→ Ö↔ ×↕'
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

/** What codes of Zapf Dingbats are, which the library takes for letters: R draws the points of its plots so, an `l` each. */
export function dingbatsOf(codes: string): string {
  return codes.replace(/[!-~\u00a1-\u00fe\u03bc]/g, (code) => {
    // Unicode has the others in the same order; the codes leave a gap between the two halves.
    const number = code.charCodeAt(0);
    return ELSEWHERE.get(code) ?? String.fromCharCode(number + (number < 0x7f ? 0x26e0 : 0x26c0));
  });
}
