/** From the text of a query to a `ParsedQuery`. Pure and total: half-typed input is never an error, only too much of it is. */
import { analyze, isLoneCharacter, plainToken } from './analyze.js';
import { type Lexeme, lex, SIGN } from './lex.js';
import { printFinished, termsOf } from './print-query.js';
import type { Field, Filter, FilterName, Format, ParsedQuery, Query, Token, Whole } from './types.js';

/** Longest query, in UTF-16 code units. */
export const MAX_QUERY_LENGTH = 1000;
/** Most different terms a query may hold. */
export const MAX_QUERY_TERMS = 64;
/** Deeper parentheses are read as if they were not there: a bound on recursion. */
const MAX_DEPTH = 16;
/** A last word is completed from this many code units on: one letter begins too many words to mean any. */
const MIN_COMPLETION = 2;

/** The query is longer than Pilcrow answers; the message says what is allowed. */
export class QueryTooLong extends Error {
  override name = 'QueryTooLong';
}

const TEXT_FIELDS: ReadonlyMap<string, Field> = new Map([
  ['title', 'title'],
  ['heading', 'heading'],
]);
const FILTER_FIELDS: ReadonlyMap<string, FilterName> = new Map([
  ['path', 'path'],
  ['folder', 'folder'],
  ['type', 'type'],
  ['lang', 'language'],
  ['language', 'language'],
  ['author', 'author'],
  ['tag', 'tag'],
  ['year', 'year'],
  ['after', 'after'],
  ['before', 'before'],
]);

/** What people call the kinds of files. */
const KINDS: ReadonlyMap<string, Format> = new Map([
  ['md', 'md'],
  ['markdown', 'md'],
  ['txt', 'txt'],
  ['text', 'txt'],
  ['html', 'html'],
  ['htm', 'html'],
]);

/**
 * Reads a query. Words side by side are clauses; `OR` joins its neighbours, `AND` binds tighter than `OR`.
 * @throws QueryTooLong past `MAX_QUERY_LENGTH` code units or `MAX_QUERY_TERMS` different terms.
 */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > MAX_QUERY_LENGTH) {
    throw new QueryTooLong(`The query has ${text.length} characters; at most ${MAX_QUERY_LENGTH} are answered.`);
  }
  const formed = text.toWellFormed();
  const lexemes = lex(formed);
  const parsed = plainWords(lexemes, formed.length) ?? new Parser(formed, lexemes).parse();
  const terms = countTerms(parsed);
  if (terms > MAX_QUERY_TERMS) {
    throw new QueryTooLong(`The query has ${terms} different words; at most ${MAX_QUERY_TERMS} are answered.`);
  }
  parsed.text = text;
  return parsed;
}

/** Different words of a query; perhaps more where they are few enough. */
function countTerms({ clauses, excluded }: ParsedQuery): number {
  // Mostly they are few enough without telling them apart.
  let most = 0;
  for (const clause of clauses) most += clause.type === 'term' ? 1 : termsOf(clause).length;
  for (const clause of excluded) most += termsOf(clause).length;
  if (most <= MAX_QUERY_TERMS) return most;
  return new Set(clauses.concat(excluded).flatMap(termsOf)).size;
}

/**
 * What the parser comes to for words and phrases of ASCII letters and digits alone, nearly all queries: told apart without its grammar. Else null.
 * @param length of the query, code units
 */
function plainWords(lexemes: readonly Lexeme[], length: number): ParsedQuery | null {
  const clauses: Query[] = [];
  for (let i = 0; i < lexemes.length; i++) {
    const lexeme = lexemes[i];
    if (lexeme === undefined || lexeme.letters === 0 || (lexeme.kind !== 'word' && lexeme.kind !== 'phrase'))
      return null;
    const clause = plainQuery(lexeme.value, 'any', lexeme, lexeme.end === length);
    if (clause === null) return null;
    clauses.push(clause);
  }
  if (clauses.length === 0) return null;
  return { text: '', clauses: distinct(clauses), excluded: [], filters: [], notes: [] };
}

class Parser {
  private readonly filters: Filter[] = [];
  private readonly notes: string[] = [];
  private readonly excluded: Query[] = [];
  /** Clauses that are mere words side by side, and those words: sentences without spaces, and what stands in parentheses. */
  private readonly loose = new Map<Query, readonly Query[]>();
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly lexemes: readonly Lexeme[],
  ) {}

  parse(): ParsedQuery {
    const clauses: Query[] = [];
    while (this.at < this.lexemes.length) {
      const clause = this.or();
      if (clause === null) continue;
      if (clause.type === 'not') this.excluded.push(clause.clause);
      else clauses.push(...(this.loose.get(clause) ?? [clause]));
    }
    const nothing = clauses.length + this.excluded.length + this.filters.length === 0;
    if (nothing && this.notes.length === 0 && this.text.trim() !== '')
      this.notes.push('There is no word to look for in this query, only signs or operators.');
    return {
      text: this.text,
      clauses: distinct(clauses),
      excluded: distinct(this.excluded),
      filters: this.filters,
      notes: this.notes,
    };
  }

  private peek(): Lexeme | undefined {
    return this.lexemes[this.at];
  }

  /** Takes operators that have nothing to join (`OR` at the end, half typed) as if they were not there. */
  private or(): Query | null {
    const alternatives: Query[] = [];
    do {
      const clause = this.and();
      if (clause !== null) alternatives.push(clause);
    } while (this.take('or'));
    return alternatives.length > 1 ? { type: 'or', clauses: alternatives } : (alternatives[0] ?? null);
  }

  private and(): Query | null {
    const clauses: Query[] = [];
    do {
      const clause = this.unary();
      if (clause !== null) clauses.push(clause);
    } while (this.take('and'));
    return clauses.length > 1 ? { type: 'and', clauses } : (clauses[0] ?? null);
  }

  private unary(): Query | null {
    let negated = false;
    while (this.take('not')) negated = !negated;
    const lexeme = this.peek();
    // Nothing to negate or join: whoever called takes the operator or the parenthesis that stands here.
    if (lexeme === undefined || lexeme.kind === 'or' || lexeme.kind === 'and') return null;
    if (lexeme.kind === 'close' && this.depth > 0) return null;
    this.at++;
    if (lexeme.negated) negated = !negated;
    const clause = lexeme.kind === 'open' ? this.group() : this.leaf(lexeme, negated);
    if (clause === null) return null;
    if (!negated) return clause;
    return clause.type === 'not' ? clause.clause : { type: 'not', clause };
  }

  private group(): Query | null {
    if (this.depth >= MAX_DEPTH) return null;
    this.depth++;
    const clauses: Query[] = [];
    for (let next = this.peek(); next !== undefined; next = this.peek()) {
      if (next.kind === 'close') {
        this.at++;
        break;
      }
      const clause = this.or();
      if (clause !== null) clauses.push(clause);
    }
    this.depth--;
    const [first] = clauses;
    if (first === undefined || clauses.length === 1) return first ?? null;
    const group: Query = { type: 'and', clauses };
    if (clauses.every((clause) => this.isMere(clause)))
      this.loose.set(
        group,
        clauses.flatMap((clause) => this.loose.get(clause) ?? [clause]),
      );
    return group;
  }

  /** Whether a clause has no operators: words, phrases, compounds. */
  private isMere(clause: Query): boolean {
    if (clause.type === 'or') return isCompound(clause.clauses[0]);
    return (clause.type !== 'and' && clause.type !== 'not') || this.loose.has(clause);
  }

  private take(kind: Lexeme['kind']): boolean {
    if (this.peek()?.kind !== kind) return false;
    this.at++;
    return true;
  }

  private leaf(lexeme: Lexeme, negated: boolean): Query | null {
    if (lexeme.kind === 'close') return null; // one too many
    const name = lexeme.field?.toLowerCase() ?? null;
    const field = name === null ? undefined : TEXT_FIELDS.get(name);
    const filter = name === null ? undefined : FILTER_FIELDS.get(name);
    if (filter !== undefined && this.addFilter(filter, lexeme.value, negated)) return null;
    // An address (http://…) is no attempt at a field, nor is a name in a program (std::vector).
    if (name !== null && field === undefined && filter === undefined && /^[\p{L}\p{N}]/u.test(lexeme.value)) {
      this.notes.push(`“${lexeme.field}:” is not a field; it is searched as text.`);
    }
    if (lexeme.kind === 'word' && isFieldAlone(lexeme.value)) {
      this.notes.push(`“${lexeme.value}” needs a word or a "phrase" right behind it; it is left out.`);
      return null;
    }
    const text = field === undefined && lexeme.field !== null ? `${lexeme.field}:${lexeme.value}` : lexeme.value;
    return this.words(text, field ?? 'any', lexeme, negated);
  }

  /** False where the value does not fit the filter; it is then searched as text. */
  private addFilter(name: FilterName, value: string, negated: boolean): boolean {
    if (value === '*' || value.trim() === '') return true; // everything passes
    if (negated) {
      this.notes.push(`“-${name}:” cannot be excluded; it is searched as text.`);
      return false;
    }
    if ((name === 'after' || name === 'before') && !isDate(value)) {
      this.notes.push(`“${name}:${value}” is not a date such as 2021-10-01; it is searched as text.`);
      return false;
    }
    if (name === 'year' && !isYear(value)) {
      this.notes.push(`“year:${value}” is not a year such as 2021; it is searched as text.`);
      return false;
    }
    const kind = KINDS.get(value.toLowerCase());
    if (name === 'type' && kind === undefined) {
      this.notes.push(`“type:${value}” is not a kind of file: \`md\`, \`txt\` or \`html\`; it is searched as text.`);
      return false;
    }
    this.filters.push({ name, value: name === 'type' ? (kind ?? value) : value });
    return true;
  }

  private words(text: string, field: Field, lexeme: Lexeme, negated: boolean): Query | null {
    const unfinished = !negated && lexeme.end === this.text.length;
    return plainQuery(text, field, lexeme, unfinished) ?? this.anyWords(text, field, lexeme, negated);
  }

  private anyWords(text: string, field: Field, lexeme: Lexeme, negated: boolean): Query | null {
    if (lexeme.kind === 'word' && text === '*') return { type: 'all' };
    const sign = lexeme.kind === 'word' ? (SIGN.exec(text)?.[0] ?? '') : '';
    const tokens = analyze(text.slice(0, text.length - sign.length));
    const parts = tokens.filter((token) => !token.whole);
    const [first, last] = [parts[0], parts.at(-1)];
    if (first === undefined || last === undefined) return null;
    const whole = tokens.find((token) => token.whole && token.start <= first.start && token.end >= last.end);
    const terms = parts.map((token) => token.term);
    const quoted = lexeme.kind === 'phrase';
    const phrase: Query = {
      type: 'phrase',
      terms,
      text,
      field,
      slop: lexeme.slop,
      ...(quoted ? wholesOf(tokens, parts) : { compound: true }),
    };
    if (terms.length > 1 && (quoted || whole === undefined)) {
      // Pairs of characters that overlap are a whole sentence, in scripts that put no spaces between its words.
      if (!quoted && parts.some((part, i) => i > 0 && part.start < (parts[i - 1]?.end ?? 0))) {
        const word = (term: string): Query => ({
          type: 'term',
          term,
          exact: term,
          text: term,
          field,
          complete: false,
          quoted,
        });
        this.loose.set(phrase, terms.map(word));
      }
      return phrase;
    }
    const { term, exact } = whole ?? first;
    // Pairs of characters are the index terms of a script without spaces: one alone is looked for at their beginning.
    if (sign === '*' || isLoneCharacter(term)) return { type: 'prefix', prefix: term, text, field };
    if (sign !== '') return { type: 'fuzzy', term, text, field };
    const unfinished = !quoted && lexeme.end === this.text.length && /[\p{L}\p{N}\p{M}]$/u.test(text);
    const complete = unfinished && !negated && term.length >= MIN_COMPLETION;
    const word: Query = { type: 'term', term, exact: exact ?? term, text, field, complete, quoted };
    return terms.length > 1 ? { type: 'or', clauses: [phrase, word] } : word;
  }
}

/**
 * What `anyWords` comes to for a word or a phrase of ASCII letters and digits, without a regular expression; else null.
 * @param unfinished whether a word may go on
 */
function plainQuery(text: string, field: Field, lexeme: Lexeme, unfinished: boolean): Query | null {
  return lexeme.kind === 'phrase' ? plainPhrase(text, field, lexeme) : plainWord(text, field, lexeme, unfinished);
}

function plainWord(text: string, field: Field, { letters }: Lexeme, unfinished: boolean): Query | null {
  const token = letters === 0 ? null : plainToken(text, 0, letters, null);
  if (token === null) return null;
  const { term } = token;
  if (letters === text.length) {
    const complete = unfinished && term.length >= MIN_COMPLETION;
    return { type: 'term', term, exact: term, text, field, complete, quoted: false };
  }
  return text.endsWith('*') ? { type: 'prefix', prefix: term, text, field } : { type: 'fuzzy', term, text, field };
}

/** Of several words. */
function plainPhrase(text: string, field: Field, { letters, slop }: Lexeme): Query | null {
  if (letters === 0) return null;
  const terms: string[] = [];
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf(' ', start);
    if (end < 0) end = text.length;
    if (end === start) continue;
    const token = plainToken(text, start, end, null);
    if (token === null) return null;
    terms.push(token.term);
  }
  return terms.length < 2 ? null : { type: 'phrase', terms, text, field, slop };
}

/** The compounds of several parts among the words of a phrase. */
function wholesOf(tokens: readonly Token[], parts: readonly Token[]): { wholes?: readonly Whole[] } {
  const wholes = tokens.flatMap(({ whole, term, start, end }) => {
    if (!whole) return [];
    const from = parts.findIndex((part) => part.start >= start);
    const to = parts.findLastIndex((part) => part.end <= end) + 1;
    return to - from > 1 ? [{ from, to, term }] : [];
  });
  return wholes.length > 0 ? { wholes } : {};
}

function isCompound(clause: Query | undefined): boolean {
  return clause?.type === 'phrase' && clause.compound === true;
}

/** `title:`, half typed, or before a parenthesis. */
function isFieldAlone(word: string): boolean {
  const name = word.slice(0, -1).toLowerCase();
  return word.endsWith(':') && (TEXT_FIELDS.has(name) || FILTER_FIELDS.has(name));
}

/** An ISO date, or its beginning: a year, or a year and a month. */
export function isDate(value: string): boolean {
  const time = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(value) ? Date.parse(value) : Number.NaN;
  // 31 February is read as 3 March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** Four digits. */
export function isYear(value: string): boolean {
  return /^\d{4}$/.test(value);
}

/** The last of equals stays, in the place of the first: it is the one that may be unfinished. Words know how many they are. */
function distinct(clauses: readonly Query[]): readonly Query[] {
  if (clauses.length < 2 || (clauses.length <= FEW && areDifferent(clauses))) return clauses;
  const seen = new Map<string, Query>();
  for (const clause of clauses) {
    const key = printFinished(clause);
    const before = seen.get(key);
    const times = before?.type === 'term' ? (before.times ?? 1) + 1 : 1;
    seen.set(key, clause.type === 'term' && times > 1 ? { ...clause, times } : clause);
  }
  return [...seen.values()];
}

/** So few clauses are compared each with each. */
const FEW = 8;

/** Whether all are words, and no two the same. */
function areDifferent(clauses: readonly Query[]): boolean {
  for (let i = 0; i < clauses.length; i++) {
    const clause = clauses[i];
    if (clause?.type !== 'term') return false;
    for (let j = 0; j < i; j++) {
      const other = clauses[j];
      if (other?.type === 'term' && other.term === clause.term) return false;
    }
  }
  return true;
}
