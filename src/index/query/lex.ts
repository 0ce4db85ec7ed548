/** Splits a query into words, phrases and signs as they were typed, before anything is known of their meaning. Pure. */
import type { Range } from '../types.js';
import { isPlain } from '../words/word-pattern.js';
import { isField } from './filters.js';

/** `value` is a bare word or the inside of quotes; `end` is where the lexeme ends in the text. */
export interface Lexeme {
  kind: 'word' | 'phrase' | 'open' | 'close' | 'or' | 'and' | 'not';
  value: string;
  negated: boolean;
  field: string | null;
  slop: number;
  end: number;
  /**
   * For a word of ASCII letters and digits with at most a sign after them: how many letters and digits. For a phrase
   * of such words and spaces: its length in code units. 0 for all others.
   */
  letters: number;
}

/** The sign after a word: `*` for a prefix, `~` for near spellings. */
export const SIGN = /(?:\*|~\d?)$/;
/**
 * An unclosed quote is passed over, so that a phrase counts as words until its end is typed. A hyphen excludes only
 * after a space: in `"Model C"-Schulen` it joins, and an arrow (`->name`) is none. A star right after a phrase is
 * dropped: by itself it would mean everything.
 */
const LEXEME =
  /(?<dash>(?<=^|[\s(])-(?=["\p{Extended_Pictographic}\p{Regional_Indicator}]|[.#@$£€¥№%&/\\'‘’]?[\p{L}\p{N}\p{M}_]))?(?:(?<field>\p{L}+):(?=[^\s()]))?(?:"(?<phrase>[^"]*)"(?:~(?<slop>\d+))?\*?|"?(?<word>(?!-\()[^\s()"]+))|(?<openDash>-)?(?<paren>[()])|["\s]/gu;
/** What phones and other keyboards type for quotation marks. */
const QUOTES = /[“”„‟＂«»]/g;
/** The quotation mark in a Hebrew acronym, where the word pattern takes it as a sign of the word. */
const ACRONYM = /(?<=\p{Script=Hebrew})"(?=\p{Script=Hebrew}\p{M}*(?!\p{L}))/gu;
const OPERATORS: ReadonlyMap<string, Lexeme['kind']> = new Map([
  ['OR', 'or'],
  ['AND', 'and'],
  ['NOT', 'not'],
]);

/** @param text well-formed */
export function lex(text: string): Lexeme[] {
  return lexSimple(text) ?? lexAny(text.replace(QUOTES, '"').replace(ACRONYM, '\u05f4'));
}

/**
 * The same as `lexAny` for nearly all queries: words and phrases without fields, parentheses, exclusions and slop, in
 * scripts that have neither spaces nor quotes of their own. It takes a microsecond, where the regular expression takes
 * twenty. Null for all other queries.
 */
function lexSimple(text: string): Lexeme[] | null {
  const lexemes: Lexeme[] = [];
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      at++;
    } else if (code === QUOTE) {
      const end = text.indexOf('"', at + 1);
      if (end < 0 || text.charCodeAt(end + 1) === TILDE || text.charCodeAt(end + 1) === STAR) return null;
      let letters = end - at - 1;
      for (let i = at + 1; i < end; i++) {
        const code = text.charCodeAt(i);
        if (!isSimple(code)) return null;
        if (code !== SPACE && !isPlain(code)) letters = 0;
      }
      lexemes.push(lexeme('phrase', text.slice(at + 1, end), end + 1, letters));
      at = end + 1;
    } else if (code === DASH) {
      return null;
    } else {
      let end = at;
      let letters = -1;
      for (; end < text.length; end++) {
        const code = text.charCodeAt(end);
        if (isSpace(code) || code === QUOTE) break;
        if (!isSimple(code)) return null;
        if (letters < 0 && !isPlain(code)) letters = end - at;
      }
      const word = text.slice(at, end);
      if (letters < 0) lexemes.push(lexeme(OPERATORS.get(word) ?? 'word', word, end, word.length));
      else lexemes.push(lexeme('word', word, end, isSign(word, letters) ? letters : 0));
      at = end;
    }
  }
  return lexemes;
}

/** @param text with all its quotes as `"` */
function lexAny(text: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  for (const match of text.matchAll(LEXEME)) {
    const { dash, field = null, phrase, slop, word, openDash, paren } = match.groups ?? {};
    const end = match.index + match[0].length;
    const found =
      paren !== undefined
        ? lexeme(paren === '(' ? 'open' : 'close', paren, end, 0)
        : phrase !== undefined
          ? lexeme('phrase', phrase, end, 0)
          : word !== undefined
            ? lexeme((field === null && dash === undefined ? OPERATORS.get(word) : undefined) ?? 'word', word, end, 0)
            : null;
    if (found === null) continue;
    found.negated = dash !== undefined || openDash !== undefined;
    found.field = field;
    found.slop = Number(slop ?? 0);
    lexemes.push(found);
  }
  return lexemes;
}

function lexeme(kind: Lexeme['kind'], value: string, end: number, letters: number): Lexeme {
  return { kind, value, negated: false, field: null, slop: 0, end, letters };
}

const SPACE = 0x20;
const QUOTE = 0x22;
const DASH = 0x2d;
const TILDE = 0x7e;
const STAR = 0x2a;

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/**
 * ASCII without parentheses and colons, and the letters from Latin to Georgian, among which are no quotes and spaces; but
 * those of Hebrew, whose acronyms have an ASCII quote inside.
 */
function isSimple(code: number): boolean {
  if (code < 0x80) return code !== 0x28 && code !== 0x29 && code !== 0x3a;
  return code >= 0xc0 && code < 0x1100 && (code < 0x590 || code >= 0x600);
}

/** Whether a word is `letters` letters and then a sign. */
function isSign(word: string, letters: number): boolean {
  const code = word.charCodeAt(letters);
  return letters > 0 && word.length === letters + 1 && (code === TILDE || code === STAR);
}

/**
 * A word that stands in a query without quotes, field, sign or negation, as it was typed; `start` and `end` into the query's
 * text. What stands before the colon of `std::vector` is no field.
 */
export interface BareWord extends Range {
  text: string;
}

/** The bare words of a query, in order. Words in a negated parenthesis are included: only the parser can tell them. */
export function bareWords(query: string): BareWord[] {
  const words: BareWord[] = [];
  let negated = false;
  for (const lexeme of lex(query.toWellFormed())) {
    const { kind, value, field, end } = lexeme;
    const text = field === null ? value : `${field}:${value}`;
    const start = end - text.length;
    const isText = field === null || (!isField(field) && query.startsWith(`${field}:`, start));
    const bare = kind === 'word' && isText && !lexeme.negated && !negated && !SIGN.test(value);
    if (bare) words.push({ text, start, end });
    negated = kind === 'not';
  }
  return words;
}
