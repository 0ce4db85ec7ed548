/** From the text of a query to a `ParsedQuery`. Pure and total: half-typed input is never an error, only too much of it is. */
import { analyze } from './analyze.js';
import type { Field, Filter, FilterName, ParsedQuery, Query } from './types.js';

/** Longest query, in UTF-16 code units. */
export const MAX_QUERY_LENGTH = 1000;
/** Most different terms a query may hold. */
export const MAX_QUERY_TERMS = 64;
/** Deeper parentheses are read as if they were not there: a bound on recursion. */
const MAX_DEPTH = 16;
/** A last word is completed from this many code units on: one letter begins too many words to mean any. */
const MIN_COMPLETION = 2;
const MAX_SLOP = 100;

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
  ['type', 'type'],
  ['lang', 'language'],
  ['language', 'language'],
  ['author', 'author'],
  ['tag', 'tag'],
  ['after', 'after'],
  ['before', 'before'],
]);

/** What the lexer sees. `value` is a bare word or the inside of quotes; `end` is where it ends in the text. */
interface Lexeme {
  kind: 'word' | 'phrase' | 'open' | 'close' | 'or' | 'and' | 'not';
  value: string;
  negated: boolean;
  field: string | null;
  slop: number;
  end: number;
}

const LEXEME =
  /(?<dash>-(?=["(\p{L}\p{N}\p{M}_]))?(?:(?<field>\p{L}+):(?=["\p{L}\p{N}\p{M}./_]))?(?:"(?<phrase>[^"]*)"(?:~(?<slop>\d{1,3}))?|(?<word>[^\s()"]+))|(?<openDash>-)?(?<paren>[()])|["\s]/gu;
const OPERATORS: ReadonlyMap<string, Lexeme['kind']> = new Map([
  ['OR', 'or'],
  ['AND', 'and'],
  ['NOT', 'not'],
]);

/**
 * Reads a query. Words side by side are clauses; `OR` joins its neighbours, `AND` binds tighter than `OR`.
 * @throws QueryTooLong past `MAX_QUERY_LENGTH` code units or `MAX_QUERY_TERMS` different terms.
 */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > MAX_QUERY_LENGTH) {
    throw new QueryTooLong(`The query has ${text.length} characters; at most ${MAX_QUERY_LENGTH} are answered.`);
  }
  const parser = new Parser(text.toWellFormed());
  const parsed = parser.parse();
  const terms = new Set(parsed.clauses.concat(parsed.excluded).flatMap(termsOf));
  if (terms.size > MAX_QUERY_TERMS) {
    throw new QueryTooLong(`The query has ${terms.size} different words; at most ${MAX_QUERY_TERMS} are answered.`);
  }
  return { ...parsed, text };
}

class Parser {
  private readonly lexemes: Lexeme[];
  private readonly filters: Filter[] = [];
  private readonly notes: string[] = [];
  private readonly excluded: Query[] = [];
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {
    this.lexemes = lex(text);
  }

  parse(): ParsedQuery {
    const clauses: Query[] = [];
    while (this.at < this.lexemes.length) {
      const clause = this.or();
      if (clause === null) continue;
      if (clause.type === 'not') this.excluded.push(clause.clause);
      else clauses.push(clause);
    }
    const nothing = clauses.length + this.excluded.length + this.filters.length === 0;
    if (nothing && this.text.trim() !== '') this.notes.push('There is no word in this query, only signs.');
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
    return negated ? { type: 'not', clause } : clause;
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
    const first = clauses[0];
    return clauses.length > 1 ? { type: 'and', clauses } : (first ?? null);
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
    // An address (http://…) is no attempt at a field.
    if (name !== null && field === undefined && filter === undefined && !lexeme.value.startsWith('/')) {
      this.notes.push(`“${lexeme.field}:” is not a field; it is searched as text.`);
    }
    const text = field === undefined && lexeme.field !== null ? `${lexeme.field}:${lexeme.value}` : lexeme.value;
    return this.words(text, field ?? 'any', lexeme, negated);
  }

  /** False where the value does not fit the filter; it is then searched as text. */
  private addFilter(name: FilterName, value: string, negated: boolean): boolean {
    if (negated) {
      this.notes.push(`“-${name}:” cannot be excluded; it is searched as text.`);
      return false;
    }
    if ((name === 'after' || name === 'before') && !isDate(value)) {
      this.notes.push(`“${name}:${value}” is not a date such as 2021-10-01; it is searched as text.`);
      return false;
    }
    this.filters.push({ name, value });
    return true;
  }

  private words(text: string, field: Field, lexeme: Lexeme, negated: boolean): Query | null {
    if (lexeme.kind === 'word' && text === '*') return { type: 'all' };
    const terms = analyze(text).map((token) => token.term);
    const [term] = terms;
    if (term === undefined) return null;
    if (terms.length > 1) return { type: 'phrase', terms, text, field, slop: lexeme.slop };
    if (lexeme.kind === 'word' && text.endsWith('*')) return { type: 'prefix', prefix: term, text, field };
    if (lexeme.kind === 'word' && /~[12]?$/.test(text)) return { type: 'fuzzy', term, text, field };
    const unfinished = lexeme.kind === 'word' && lexeme.end === this.text.length && /[\p{L}\p{N}\p{M}]$/u.test(text);
    return { type: 'term', term, text, field, complete: unfinished && !negated && term.length >= MIN_COMPLETION };
  }
}

function lex(text: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  for (const match of text.matchAll(LEXEME)) {
    const { dash, field, phrase, slop, word, openDash, paren } = match.groups ?? {};
    const end = match.index + match[0].length;
    const base = { negated: dash !== undefined || openDash !== undefined, field: field ?? null, slop: 0, end };
    if (paren !== undefined) {
      lexemes.push({ ...base, kind: paren === '(' ? 'open' : 'close', value: paren });
    } else if (phrase !== undefined) {
      lexemes.push({ ...base, kind: 'phrase', value: phrase, slop: Math.min(Number(slop ?? 0), MAX_SLOP) });
    } else if (word !== undefined) {
      const operator = field === undefined && dash === undefined ? OPERATORS.get(word) : undefined;
      lexemes.push({ ...base, kind: operator ?? 'word', value: word });
    }
  }
  return lexemes;
}

/** An ISO date, or its beginning: a year, or a year and a month. */
export function isDate(value: string): boolean {
  return /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(value) && !Number.isNaN(Date.parse(value));
}

function distinct(clauses: readonly Query[]): Query[] {
  const seen = new Map<string, Query>();
  for (const clause of clauses) {
    const key = printQuery(clause);
    if (!seen.has(key)) seen.set(key, clause);
  }
  return [...seen.values()];
}

function termsOf(query: Query): readonly string[] {
  switch (query.type) {
    case 'term':
    case 'fuzzy':
      return [query.term];
    case 'prefix':
      return [query.prefix];
    case 'phrase':
      return query.terms;
    case 'and':
    case 'or':
      return query.clauses.flatMap(termsOf);
    case 'not':
      return termsOf(query.clause);
    case 'all':
      return [];
  }
}

/** A query in a form that says how it was read: `nato "central asia" (a OR b)`, `+` after a word that may be unfinished. */
export function printQuery(query: Query): string {
  switch (query.type) {
    case 'term':
      return `${printField(query.field)}${query.term}${query.complete ? '+' : ''}`;
    case 'prefix':
      return `${printField(query.field)}${query.prefix}*`;
    case 'fuzzy':
      return `${printField(query.field)}${query.term}~`;
    case 'phrase':
      return `${printField(query.field)}"${query.terms.join(' ')}"${query.slop > 0 ? `~${query.slop}` : ''}`;
    case 'and':
      return `(${query.clauses.map(printQuery).join(' AND ')})`;
    case 'or':
      return `(${query.clauses.map(printQuery).join(' OR ')})`;
    case 'not':
      return `-${printQuery(query.clause)}`;
    case 'all':
      return '*';
  }
}

function printField(field: Field): string {
  return field === 'any' ? '' : `${field}:`;
}

/** How a query was read, for people and programs: its single words, phrases and exclusions, as terms. */
export function interpret(query: ParsedQuery): { terms: string[]; phrases: string[]; excluded: string[] } {
  const terms = new Set<string>();
  const phrases = new Set<string>();
  const visit = (part: Query): void => {
    if (part.type === 'phrase') phrases.add(part.terms.join(' '));
    else if (part.type === 'and' || part.type === 'or') part.clauses.forEach(visit);
    else if (part.type !== 'not') for (const term of termsOf(part)) terms.add(term);
  };
  query.clauses.forEach(visit);
  return { terms: [...terms], phrases: [...phrases], excluded: query.excluded.map(printQuery) };
}
