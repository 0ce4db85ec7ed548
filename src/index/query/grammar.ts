/** The grammar of queries: words side by side are clauses; `OR` joins its neighbours, `AND` binds tighter than `OR`. Nothing is an error. */

import type { Filter, FilterName, ParsedQuery, Query } from '../search-types.js';
import { distinct, needNoWord } from './clauses.js';
import { FILTERS, filterValue, isField, misfit, TEXT_FIELDS } from './filters.js';
import type { Lexeme } from './lex.js';
import { clauseOf } from './words.js';

/** Deeper parentheses are read as if they were not there: a bound on recursion. */
const MAX_DEPTH = 16;
/** Most other words between those of a phrase. */
const MAX_SLOP = 100;

export class Grammar {
  private readonly filters: Filter[] = [];
  /** How something was read, each sentence once. */
  private readonly notes = new Set<string>();
  private readonly excluded: Query[] = [];
  /** Clauses that are just words side by side (sentences without spaces, parentheses), with the clauses that they part into. */
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
    if (nothing && this.notes.size === 0 && this.text.trim() !== '')
      this.notes.add('There is no word to look for in this query, only signs or operators.');
    // A star beside words (`select * from t`, a bullet that is pasted with its item) asks for nothing more.
    const words = clauses.filter(({ type }) => type !== 'all');
    const found = distinct(words.length > 0 ? words : clauses);
    return {
      text: this.text,
      // As where there are exclusions alone: whatever they leave.
      clauses: needNoWord(found) ? [{ type: 'and', clauses: [{ type: 'all' }, ...found] }] : found,
      excluded: distinct(this.excluded),
      filters: this.filters,
      notes: [...this.notes],
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
    // Nothing to negate or join: the caller takes the operator or parenthesis that stands here.
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
    if (this.depth >= MAX_DEPTH) {
      this.notes.add(`Parentheses within more than ${MAX_DEPTH} others are passed over.`);
      return null;
    }
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
    if (clauses.every((clause) => this.hasNoOperators(clause)))
      this.loose.set(
        group,
        clauses.flatMap((clause) => this.loose.get(clause) ?? [clause]),
      );
    return group;
  }

  /** Whether a clause is words, phrases and compounds, without operators. */
  private hasNoOperators(clause: Query): boolean {
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
    const filter = name === null ? undefined : FILTERS.get(name);
    if (filter !== undefined && this.addFilter(filter, lexeme.value, negated)) return null;
    // An address (http://…) is no attempt at a field, nor is a name in a program (std::vector).
    if (name !== null && field === undefined && filter === undefined && /^[\p{L}\p{N}]/u.test(lexeme.value)) {
      this.notes.add(`“${lexeme.field}:” is not a field; it is searched as text.`);
    }
    if (lexeme.kind === 'word' && isFieldAlone(lexeme.value)) {
      this.notes.add(`“${lexeme.value}” needs a word or a "phrase" right behind it; it is left out.`);
      return null;
    }
    const text = field === undefined && lexeme.field !== null ? `${lexeme.field}:${lexeme.value}` : lexeme.value;
    if (lexeme.slop > MAX_SLOP) {
      this.notes.add(
        `“~${lexeme.slop}” is read as “~${MAX_SLOP}”: more words than that cannot stand between those of a phrase.`,
      );
      lexeme.slop = MAX_SLOP;
    }
    if (lexeme.kind === 'word' && /~[2-9]$/.test(text)) {
      this.notes.add(
        `“${text}” is read as “${text.slice(0, -1)}”: words that are one letter away are found, not those further off.`,
      );
    }
    const unfinished = !negated && lexeme.end === this.text.length;
    return clauseOf(text, field ?? 'any', lexeme, unfinished, this.loose);
  }

  /** False where the value does not fit the filter; it is then searched as text. */
  private addFilter(name: FilterName, value: string, negated: boolean): boolean {
    if (value === '*' || value.trim() === '') return true; // everything passes
    const reason = negated ? `“-${name}:” cannot be excluded` : misfit(name, value);
    if (reason !== null) {
      this.notes.add(`${reason}; it is searched as text.`);
      return false;
    }
    this.filters.push({ name, value: filterValue(name, value) });
    return true;
  }
}

function isCompound(clause: Query | undefined): boolean {
  return clause?.type === 'phrase' && clause.compound === true;
}

/** `title:`, half typed, or before a parenthesis. */
function isFieldAlone(word: string): boolean {
  return word.endsWith(':') && isField(word.slice(0, -1));
}
