/** No hits: says so, and offers other searches that do find something, as links. */
import type { ParsedQuery } from '../src/index/search-types.js';
import { useStrings } from './language.js';
import { type PageQuestion, searchHref } from './links.js';
import type { Way } from './ways.js';

/** Another search that was tried, and found something. */
export interface WayOn extends Way {
  totalHits: number;
}

/** What was asked, for quotes around it. One that was opened and not yet closed is a phrase as well. */
function unquoted(q: string): string {
  return q.trim().replace(/^"([^"]*)"?$/, '$1');
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

interface NoHitsProps {
  question: PageQuestion;
  query: ParsedQuery;
  ways: readonly WayOn[];
  /** How many files of the folder cannot be searched. */
  skipped: number;
}

/** The page's content where nothing was found. */
export function NoHits({ question, query, ways, skipped }: NoHitsProps) {
  const say = useStrings();
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
                <a href={searchHref(way.question)}>
                  <span>
                    {say.none.way(way.kind)} <span class="count">{say.reader.paragraphs(way.totalHits)}</span>
                  </span>
                  {way.question.q !== question.q && <code dir="auto">{way.question.q}</code>}
                </a>
              </li>
            ))}
          </ul>
        )}
        {skipped > 0 && (
          <p class="quiet">
            <a href="/status">{say.none.skipped(skipped)}</a>
          </p>
        )}
      </div>
    </div>
  );
}
