/** The one analyzer: from text to tokens, the same for indexing, queries, phrases and highlights. Pure. */

import { codeAt } from './segment/code-points.js';
import { HASH_START, hashed, hashOf } from './segment/texts/word-table.js';
import type { Token } from './types.js';
import { beginsVersion, dotBefore, joins, namesOf, signsBehind, VERSION_CUTS } from './words/compounds.js';
import { type Divided, type Form, formOf, type Learnt, type Part } from './words/known-forms.js';
import { type Lexicon, lexiconOf, MAX_WHOLE, NO_CUTS } from './words/lexicon.js';
import type { MetWords } from './words/met-words.js';
import { hasSpaceless, isLoneCharacter, type SpacelessPart, spacelessParts, spacelessRuns } from './words/spaceless.js';
import { TokenColumns } from './words/token-columns.js';
import { ELISION, endsPlain, IS_WORD, isPlain, WORD } from './words/word-pattern.js';

const SPACE = 0x20;
/** Most parts of a compound that is indexed as a whole. */
const MAX_PARTS = 8;

/**
 * The tokens of a text in reading order. Positions count from 0. In scripts without spaces between words, each pair of
 * neighbouring characters is a token, so such tokens overlap by one character. Measured on Chinese, that is as good as
 * Intl.Segmenter, and linear in time. Beside a number or a word of another script the first or last character is also a
 * token of its own, at the position of its pair, so that `1958年` is found in `1958年に`.
 *
 * What hyphens, underscores, dots or capitals join (`state-of-the-art`, `get_user_name`, `getUserName`, `v1.2.3`) gives
 * a token for each part and one for the whole, so that it is found by either. So do `C++`, `C#` and `.NET`, whose signs
 * are part of the name. A word with inner capitals is a whole of its own, too, whatever it is joined to: `New-PSDrive`
 * is found as `psdrive`, `http.sslVerify` as `sslverify`, and `v2.0` as `2.0`.
 * @param language BCP 47; its stemmer and stop words are used. With null, words have no stems and none is a stop word
 */
export function analyze(text: string, language: string | null = null): Token[] {
  const columns = new TokenColumns(true);
  new Analysis(text, lexiconOf(language), columns, null).run();
  return columns.tokens();
}

/** The words of a text, one behind the other: its tokens without those that share the position of a word. Language as in `analyze`. */
export function analyzeWords(text: string, language: string | null = null): Token[] {
  return analyze(text, language).filter(({ kind }) => kind === 'word');
}

/**
 * As `analyze`, but into columns that stay valid until the next call, without places: indexing makes no object for a token.
 * @param met the words that were met in this language, if the pieces of this text are numbered
 */
export function analyzeForms(text: string, language: string | null, met: MetWords | null): TokenColumns {
  COLUMNS.length = 0;
  met?.begin(text);
  new Analysis(text, lexiconOf(language), COLUMNS, met).run();
  return COLUMNS;
}

/** The token of a word in ASCII letters and digits that nothing is joined to; null where its capitals make several of it. */
export function plainToken(text: string, start: number, end: number, language: string | null): Token | null {
  const { term, stem, exact, stop, cuts } = lexiconOf(language).form(text.slice(start, end));
  return cuts.length > 0 ? null : { term, stem, exact, stop, kind: 'word', position: 0, start, end, word: null };
}

/** The columns of `analyzeForms`, reused for each text. */
const COLUMNS = new TokenColumns(false);

/** Takes one text apart. */
class Analysis {
  private position = 0;
  /**
   * The compound that may be under way: where it begins in the text, among the tokens and among their positions, and
   * where each of its words ends and the next begins.
   */
  private chainStart = -1;
  private chainToken = 0;
  private chainPosition = 0;
  private readonly chainCuts: number[] = [];
  /** How many of `chainCuts` are in use. Setting `length` on an array leaves compiled code, which cost 1 % of indexing. */
  private cutCount = 0;
  /** Where the last word ended. */
  private wordEnd = -1;
  /** That of the text. V8 looks it up anew each time, as it does `charCodeAt` (segment/code-points.ts). */
  private readonly length: number;

  constructor(
    private readonly text: string,
    private readonly lexicon: Lexicon,
    private readonly tokens: TokenColumns,
    private readonly met: MetWords | null,
  ) {
    this.length = text.length;
  }

  run(): void {
    const { text, length, lexicon, met } = this;
    let at = 0;
    while (at < length) {
      const known = met?.at(at) ?? null;
      if (met !== null && known !== null) {
        this.word(known, at, met.end);
        at = met.end;
        continue;
      }
      // Plain words, most of most texts, are found without the regular expression: 16 MB/s of English instead of 9. The
      // loop never reads past the end, where `charCodeAt` gives NaN, so that the compiler can keep code units as
      // integers.
      let end = at;
      let code = 0;
      let hash = HASH_START;
      while (end < length) {
        code = codeAt(text, end);
        if (!isPlain(code)) break;
        hash = hashed(hash, code);
        end++;
      }
      if (end === length || endsPlain(code)) {
        if (end > at) {
          const form = lexicon.formAt(text, at, end, hash);
          met?.keep(form, at, end);
          this.word(form, at, end);
        } else if (at !== this.wordEnd || code === SPACE || !joins(text, at)) this.closeChain(at);
        at = Math.max(end, at + 1);
        continue;
      }
      at = this.any(at);
    }
    this.closeChain(length);
  }

  /** Takes what is no plain word; returns where to go on. Apart, as V8 compiles anew what takes a way for the first time. */
  private any(at: number): number {
    const { text } = this;
    WORD.lastIndex = at;
    const found = WORD.exec(text)?.[0];
    if (found === undefined) {
      if (at !== this.wordEnd || !joins(text, at)) this.closeChain(at);
      return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
    }
    if (!hasSpaceless(found)) {
      this.anyWord(found, at);
      return at + found.length;
    }
    // What stands before and behind text without spaces is a word by itself: `Node.js` in `使用Node.js编写`.
    let done = 0;
    for (const { start, end } of spacelessRuns(found)) {
      if (start > done) this.anyWord(found.slice(done, start), at + done);
      this.closeChain(at + start);
      for (const part of spacelessParts(found.slice(start, end), start > 0, end < found.length))
        this.spaceless(part, at + start + part.start);
      done = end;
    }
    if (done < found.length) this.anyWord(found.slice(done), at + done);
    return at + found.length;
  }

  /** Takes a word that is no plain one, or an emoji. @param at where it begins in the text */
  private anyWord(word: string, at: number): void {
    const { text, lexicon } = this;
    const end = at + word.length;
    if (!IS_WORD.test(word)) {
      this.closeChain(at);
      this.add(lexicon.form(word), at, end);
      return;
    }
    const elision = ELISION.exec(word)?.[0].length ?? 0;
    if (elision > 0) this.closeChain(at);
    const start = at + elision;
    this.word(lexicon.formAt(text, start, end, hashOf(text, start, end)), start, end);
  }

  private spaceless({ text, isEdge }: SpacelessPart, start: number): void {
    const form = this.lexicon.form(text);
    if (!isEdge) this.add(form, start, start + text.length);
    // A lone sign of voicing is none.
    else if (isLoneCharacter(form.term)) this.tokens.addCharacter(form, this.position - 1, start, start + text.length);
  }

  private word(form: Form, start: number, end: number): void {
    const { text } = this;
    if (this.chainStart < 0) {
      this.chainStart = start;
      this.chainToken = this.tokens.length;
      this.chainPosition = this.position;
      this.cutCount = 0;
    } else {
      this.chainCuts[this.cutCount++] = this.wordEnd;
      this.chainCuts[this.cutCount++] = start;
    }
    this.wordEnd = end;
    // The v of a version has no cuts of its own.
    const cuts = beginsVersion(text, start, end) ? VERSION_CUTS : form.cuts;
    if (cuts.length === 0) {
      this.add(form, start, end);
      return;
    }
    form.divided ??= this.divide(form, start, end, cuts);
    this.addDivided(form.divided, start, end);
  }

  private divide({ term, stem }: Form, start: number, end: number, cuts: readonly number[]): Divided {
    const word = this.text.slice(start, end);
    const parts: Part[] = [];
    let from = 0;
    for (let i = 0; i <= cuts.length; i++) {
      const to = cuts[i] ?? word.length;
      parts.push({ form: this.lexicon.form(word.slice(from, to)), from, to });
      from = to;
    }
    return { parts, whole: formOf({ term, stem, exact: null, stop: false, cuts: NO_CUTS }) };
  }

  /** Adds the parts of a word, and the word as a whole. */
  private addDivided({ parts, whole }: Divided, start: number, end: number): void {
    const [first, position] = [this.tokens.length, this.position];
    for (const { form, from, to } of parts) this.add(form, start + from, start + to, start, end);
    if (this.position - position > 1) this.tokens.insertCompound(first, whole, start, end);
  }

  private add(form: Form, start: number, end: number, wordStart = -1, wordEnd = -1): void {
    if (form.term === '') return;
    this.tokens.add(form, this.position++, start, end, wordStart, wordEnd);
  }

  /** Ends the compound at `at`, the first place that is not part of it, and adds it as a whole where it is one. */
  private closeChain(at: number): void {
    const { text, chainStart: start, chainToken, chainPosition, wordEnd: end } = this;
    if (start < 0) return;
    this.chainStart = -1;
    const parts = this.position - chainPosition;
    if (parts === 0 || end - start > MAX_WHOLE || parts > MAX_PARTS) return;
    const sign = at === end && at < this.length ? signsBehind(text, at) : '';
    const dot = dotBefore(text, start);
    // A lone word in camelCase is there as a whole already.
    if ((parts === 1 || this.cutCount === 0) && sign === '' && dot === '') return;
    const [from, to] = [start - dot.length, end + sign.length];
    // Two calls instead of one with a callback, which would allocate at the end of every word.
    const form =
      this.lexicon.compoundAt(text, from, to) ??
      this.lexicon.learnCompound(text.slice(from, to), this.compound(start, end, dot, sign));
    if (form.term !== this.tokens.forms[chainToken]?.term) this.tokens.insertCompound(chainToken, form, from, to);
  }

  private compound(start: number, end: number, dot: string, sign: string): Learnt {
    const names = namesOf(this.text, start, end, this.chainCuts.slice(0, this.cutCount));
    let term = dot;
    let stem: string | null = null;
    for (let i = 0; i < names.length; i++) {
      const form = this.lexicon.form(names[i] ?? '');
      term += i === 0 ? form.term : `.${form.term}`;
      stem = form.stem;
    }
    term += sign;
    if (names.length > 1 || dot + sign !== '') stem = null;
    return { term, stem, exact: null, stop: false, cuts: NO_CUTS };
  }
}
