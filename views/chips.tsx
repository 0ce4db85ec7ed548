/** What narrows the results beside the words, each with a link that takes it away. */
import type { Match } from '../src/index/search-types.js';
import { useStrings } from './language.js';
import { otherwise, type PageQuestion, toggled } from './links.js';
import { Marked } from './marked.js';
import type { Strings } from './strings/en.js';

/** @param documentTitle what a `document` filter is called; its value says nothing to a person */
export function Chips({ question, documentTitle }: { question: PageQuestion; documentTitle: string | null }) {
  const say = useStrings();
  const { filters, match } = question;
  if (filters.length === 0 && match === 'auto') return null;
  return (
    <ul class="chips" aria-label={say.field.narrowedTo}>
      {filters.map((filter) => (
        <Chip
          what={say.field.filter(
            filter.name,
            filter.name === 'document' ? (documentTitle ?? filter.value) : say.facets.value(filter.name, filter.value),
          )}
          href={toggled(question, filter)}
        />
      ))}
      {match !== 'auto' && <Chip what={matchName(match, say)} href={otherwise(question, { match: 'auto' })} />}
      {filters.length + (match === 'auto' ? 0 : 1) > 1 && (
        <li>
          <a class="no-chips" href={otherwise(question, { filters: [], match: 'auto' })}>
            {say.field.dropAll}
          </a>
        </li>
      )}
    </ul>
  );
}

function Chip({ what, href }: { what: string; href: string }) {
  const say = useStrings();
  return (
    <li>
      <a class="chip" href={href} aria-label={say.field.drop(what)}>
        <span dir="auto">
          <Marked text={what} ranges={[]} />
        </span>
        {/* In one line with the end of the name. */}
        <span aria-hidden="true">{'\u00a0×'}</span>
      </a>
    </li>
  );
}

function matchName(match: Exclude<Match, 'auto'>, say: Strings): string {
  return match === 'all' ? say.field.matchAll : say.field.matchAny;
}
