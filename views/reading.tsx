/** How the query was read, where that is not plain to see; and what was, or might be, meant instead of what was typed. */
import type { Correction, ParsedQuery, Query } from '../src/index/search-types.js';
import { useStrings } from './language.js';
import { otherwise, type PageQuestion } from './links.js';
import type { Strings } from './strings/en.js';
import { asTyped } from './typed.js';

/** A query in words; null where it is words alone, which need none. @param any whether one of its words is enough */
export function reading(query: ParsedQuery, any: boolean, say: Strings): string | null {
  const { excluded, filters } = query;
  const clauses = query.clauses.map(asTyped);
  const plain = clauses.every((clause) => clause.type === 'term' && clause.field === 'any');
  if (plain && excluded.length + filters.length === 0) return null;
  const isPart = clauses.length > 1;
  const asked = clauses.map((clause) => inWords(clause, say, isPart)).join(any ? say.reading.or : say.reading.and);
  const without = excluded.map((clause) => say.reading.without(inWords(clause, say)));
  const narrowed = filters.map(({ name, value }) => say.field.filter(name, say.facets.value(name, value)));
  return [asked, ...without, ...narrowed].filter((part) => part !== '').join(' · ');
}

/** @param isPart whether it stands among others, and so in brackets where it has several parts itself */
function inWords(clause: Query, say: Strings, isPart = true): string {
  const query = asTyped(clause);
  const words = say.reading;
  const within = (field: Extract<Query, { field: unknown }>['field'], what: string): string =>
    field === 'any' ? what : words.within(field, what);
  switch (query.type) {
    case 'term':
      return within(query.field, words.term(query.text));
    case 'prefix':
      return within(query.field, words.prefix(query.prefix));
    case 'fuzzy':
      return within(query.field, words.fuzzy(query.term));
    case 'phrase':
      return within(query.field, words.phrase(query.text, query.slop));
    case 'and':
    case 'or': {
      const several = query.clauses.map((part) => inWords(part, say)).join(words[query.type]);
      return isPart ? `(${several})` : several;
    }
    case 'not':
      return words.without(inWords(query.clause, say));
    case 'all':
      return words.all;
  }
}

/** One line above the results; nothing where the words are plain. */
export function Reading({ query, any }: { query: ParsedQuery; any: boolean }) {
  const say = useStrings();
  const read = reading(query, any, say);
  if (read === null) return null;
  return (
    <p class="reading">
      {say.reading.label} <span dir="auto">{read}</span>
    </p>
  );
}

/** What the results are of, where that is not what was typed, and the way back; or what may have been meant. */
export function Corrected({ correction, question }: { correction: Correction; question: PageQuestion }) {
  const say = useStrings();
  if (correction.kind === 'offered') {
    return (
      <p class="correction">
        {say.correction.offered}{' '}
        <a href={otherwise(question, { q: correction.text })} dir="auto">
          {correction.text.trim()}
        </a>
      </p>
    );
  }
  return (
    <p class="correction">
      <span data-announce>
        {say.correction.applied} <strong dir="auto">{correction.text.trim()}</strong>
      </span>
      {'. '}
      {say.correction.instead}{' '}
      <a href={otherwise(question, { verbatim: true })} dir="auto">
        {question.q.trim()}
      </a>
    </p>
  );
}
