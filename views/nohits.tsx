/** No hits: says so, and offers other searches that may find something, as links. */
import type { ParsedQuery, Query } from '../src/index/search-types.js';
import { useStrings } from './language.js';
import { type PageQuestion, searchHref } from './links.js';
import type { Strings } from './strings/en.js';
import { typed, typedFilter } from './typed.js';

/** Another search to try: what it does, as the link says it, and its address; `q` is shown where the words differ. */
interface Way {
  what: string;
  href: string;
  q: string | null;
}

/** Words short enough that a beginning or a near spelling of them would mean any word. */
const SHORTEST = 4;

/** The searches to offer for a query that found nothing. At most one of each kind, and none that is the same search again. */
function waysOn(question: PageQuestion, query: ParsedQuery, say: Strings): Way[] {
  const { q } = question;
  const first = { ...question, page: 1, generation: null };
  const ways: Way[] = [];
  const reword = (what: string, reworded: string): void => {
    const words = reworded.replace(/\s+/g, ' ').trim();
    if (words !== '' && words !== q.trim()) ways.push({ what, q: words, href: searchHref({ ...first, q: words }) });
  };
  if (question.match === 'all' && query.clauses.length > 1) {
    ways.push({ what: say.none.anyWord, q: null, href: searchHref({ ...first, match: 'any' }) });
  }
  if (q.includes('"')) reword(say.none.withoutQuotes, q.replace(/"(?:~\d+)?/g, ' '));
  const isPart = query.clauses.length + query.excluded.length > 1;
  const asked = query.clauses.map((clause) => typed(clause, isPart));
  if (query.excluded.length > 0) {
    reword(say.none.withoutExclusions, [...asked, ...query.filters.map(typedFilter)].join(' '));
  }
  if (question.filters.length + query.filters.length > 0) {
    const without = query.excluded.map((clause) => `-${typed(clause)}`);
    const words = query.filters.length > 0 ? [...asked, ...without].join(' ') : q;
    if (words !== '') {
      const href = searchHref({ ...first, q: words, filters: [] });
      ways.push({ what: say.none.withoutFilters, q: words === q ? null : words, href });
    }
  }
  const words = query.clauses.flatMap(singleWords).filter((word) => [...word].length >= SHORTEST);
  reword(say.none.similar, words.map((word) => `${word}~`).join(' '));
  reword(say.none.beginnings, words.map((word) => `${beginning(word)}*`).join(' '));
  return ways;
}

/** What was asked, for quotes around it. One that was opened and not yet closed is a phrase as well. */
function unquoted(q: string): string {
  return q.trim().replace(/^"([^"]*)"?$/, '$1');
}

function singleWords(query: Query): string[] {
  if (query.type === 'term') return [query.text];
  return query.type === 'and' || query.type === 'or' ? query.clauses.flatMap(singleWords) : [];
}

/** About two thirds of a word, by whole characters. */
function beginning(word: string): string {
  const letters = [...word];
  return letters.slice(0, Math.max(3, Math.ceil(letters.length * 0.6))).join('');
}

/** Where nothing was found in the files that were read until now: there are more to come, and no reason yet to ask otherwise. */
export function NoHitsYet({ q }: { q: string }) {
  const say = useStrings();
  return (
    <div class="row plain" hx-ignore>
      <div class="body">
        <h2 dir="auto">{say.none.soFar(unquoted(q))}</h2>
      </div>
    </div>
  );
}

/** The page's content where nothing was found. */
export function NoHits({ question, query }: { question: PageQuestion; query: ParsedQuery }) {
  const say = useStrings();
  const ways = waysOn(question, query, say);
  const filtered = question.filters.length + query.filters.length > 0;
  return (
    <div class="row plain" hx-ignore>
      <div class="body">
        <h2 dir="auto">{say.none.heading(unquoted(question.q))}</h2>
        <p>
          {say.none.body(filtered)} {ways.length > 0 && say.none.ways}
        </p>
        {ways.length > 0 && (
          <ul class="ways">
            {ways.map((way) => (
              <li>
                <a href={way.href}>
                  {way.what}
                  {way.q !== null && <code dir="auto">{way.q}</code>}
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
