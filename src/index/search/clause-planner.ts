/**
 * Plans the clauses of a query one by one: looks up what their words find in the index, and notes what of them is marked
 * in hits, and what limits left out.
 */
import type { LiveSegment } from '../generation.js';
import { COMPLETE_BELOW, COMPLETION_WEIGHT, COMPOUND_WEIGHT, FUZZY_WEIGHT } from '../rank.js';
import type { Field, Mark, Marks, Query } from '../search-types.js';
import { stemOfKey } from '../words/term-keys.js';
import type { Collection } from './collection.js';
import { endingsOf } from './endings.js';
import { type Expansion, expandFuzzy, expandPrefix, expandUnfinished } from './expand.js';
import { stands } from './plain/phrase-wordings.js';
import { groupOf, type Planned } from './planned.js';
import type { Slices } from './turn.js';
import { type PhraseWordings, type Wordings, wordingsOf } from './wordings.js';

/** A clause that has no others in it. */
type Leaf = Exclude<Query, { type: 'and' | 'or' | 'not' }>;

/** Whether a clause has no others in it. */
export function isLeaf(query: Query): query is Leaf {
  return query.type !== 'and' && query.type !== 'or' && query.type !== 'not';
}

export class ClausePlanner {
  /** What a limit left out, each sentence once. */
  readonly notes: string[] = [];
  /** Whether a clause, or part of one, was a phrase. */
  hasPhrase = false;
  private readonly terms: Mark[] = [];
  private readonly prefixes: Marks['prefixes'][number][] = [];
  private readonly phrases: Marks['phrases'][number][] = [];

  constructor(
    private readonly segments: readonly LiveSegment[],
    private readonly collection: Collection,
  ) {}

  /** What to mark in hits. */
  get marks(): Marks {
    return { terms: this.terms, prefixes: this.prefixes, phrases: this.phrases };
  }

  /** Has a word by its keys marked as well. */
  markKeys(keys: readonly string[]): void {
    for (const key of keys) this.terms.push({ term: stemOfKey(key) ?? key, field: 'any', stem: true });
  }

  /**
   * Plans a clause, with a step after each word or phrase of a group: there may be sixty of them, and each may take milliseconds.
   * @param marked whether its words are marked in hits
   */
  *steps(query: Query, marked: boolean): Slices<Planned> {
    if (isLeaf(query)) return this.plan(query, marked);
    if (query.type === 'not') return { type: 'not', clause: yield* this.steps(query.clause, false) };
    const clauses: Planned[] = [];
    for (const clause of query.clauses) {
      clauses.push(yield* this.steps(clause, marked));
      yield;
    }
    return { type: query.type, clauses };
  }

  /** Plans a word or phrase. @param marked as for `steps` */
  plan(query: Leaf, marked: boolean): Planned {
    switch (query.type) {
      case 'term':
        return this.planTerm(query, marked);
      case 'prefix': {
        if (marked) this.prefixes.push(query);
        return this.group(expandPrefix(this.segments, query.prefix, false), query.field, 1);
      }
      case 'fuzzy': {
        const { term, field } = query;
        const near = expandFuzzy(this.segments, term);
        if (marked) this.terms.push(...[term, ...near.terms].map((word) => ({ term: word, field, stem: false })));
        const exact: Planned = { type: 'word', ...this.collection.wordOf([term]), field, times: 1 };
        return { type: 'or', clauses: [exact, this.group(near, field, FUZZY_WEIGHT)] };
      }
      case 'phrase': {
        this.hasPhrase = true;
        const { terms, slop, field } = query;
        const { wordings, left } = this.wordingsOf(query);
        if (left > 0)
          this.note(
            `“${query.text}” can be written in ${left} more ways than are searched; ask for fewer words in a row.`,
          );
        if (marked) this.markPhrase(wordings, slop, field);
        const weight = query.compound === true && field === 'any' ? COMPOUND_WEIGHT : 1;
        return { type: 'phrase', wordings, slop, field, worth: weight * this.raritiesOf(terms) };
      }
      case 'all':
        return { type: 'all' };
    }
  }

  /** The ways to write a phrase; what it may become, where it stands nowhere and may be unfinished. */
  private wordingsOf(query: Query & { type: 'phrase' }): PhraseWordings {
    const { segments } = this;
    const { slop, field, complete = false } = query;
    const typed = wordingsOf(query, this.collection.partsOf);
    if (!complete || stands(segments, { wordings: typed.wordings, slop, field, worth: 0 })) return typed;
    return endingsOf(segments, query) ?? typed;
  }

  /** The rarities of words summed up, of each once. */
  private raritiesOf(terms: readonly string[]): number {
    let sum = 0;
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] ?? '';
      if (terms.indexOf(term) === i) sum += this.collection.known(term).rarity;
    }
    return sum;
  }

  private planTerm(query: Query & { type: 'term' }, marked: boolean): Planned {
    const { term, field, complete, times = 1 } = query;
    const { marks, found, paragraphs, spellingsLeft } = this.collection.readingOf(query);
    if (marked) for (const mark of marks) this.terms.push(field === 'any' ? mark : { ...mark, field });
    if (spellingsLeft > 0)
      this.note(`“${term}” has ${spellingsLeft} more spellings with accents than are searched; type one of them.`);
    const { keys, lists, rarity } = found;
    const exact: Planned = { type: 'word', keys, lists, rarity, field, times };
    if (!complete || paragraphs >= COMPLETE_BELOW) return exact;
    if (marked) this.prefixes.push({ prefix: term, field });
    const completions = expandUnfinished(this.segments, term, found, field);
    const longer = this.group(completions, field, COMPLETION_WEIGHT);
    return { type: 'or', clauses: [exact, longer] };
  }

  /** Words that count as one. Notes what a limit left out of them. */
  private group(expansion: Expansion, field: Field, weight: number): Planned {
    if (expansion.note !== null) this.note(expansion.note);
    return groupOf(this.collection, expansion, field, weight);
  }

  private note(sentence: string): void {
    if (!this.notes.includes(sentence)) this.notes.push(sentence);
  }

  private markPhrase(wordings: Wordings, slop: number, field: Field): void {
    for (const terms of wordings) {
      const [term = ''] = terms;
      if (terms.length === 1) this.terms.push({ term, field, stem: false });
      else this.phrases.push({ terms, slop, field });
    }
  }
}
