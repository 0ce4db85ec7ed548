/** The search field in its form: a plain GET form that htmx makes live, and the chips that say what narrows it. */
import type { Filter, Match } from '../src/index/types.js';
import { useStrings } from './language.js';
import { type PageQuestion, searchHref, USUAL_HITS_PER_PAGE } from './links.js';
import type { Strings } from './strings/en.js';

interface SearchFormProps {
  q: string;
  /** Set on the search page, where answers come while typing: what of the question stays when the words change. */
  live?: Pick<PageQuestion, 'filters' | 'match' | 'hitsPerPage'>;
}

/**
 * `hx-sync="this:replace"` aborts the request in flight, so that an older answer never follows a newer one. The address is
 * kept by app.js, which knows typing from submitting.
 */
export function SearchForm({ q, live }: SearchFormProps) {
  const say = useStrings();
  const htmx = live && {
    'hx-get': '/results',
    'hx-target': '#results',
    'hx-swap': 'innerHTML',
    'hx-trigger': 'input changed delay:130ms, submit',
    'hx-sync': 'this:replace',
  };
  return (
    <search>
      <form id="search" class="field" method="get" action="/" {...htmx}>
        <label class="unseen" for="q">
          {say.field.label}
        </label>
        <input
          id="q"
          type="search"
          name="q"
          value={q}
          placeholder={say.field.placeholder}
          autocomplete="off"
          autocapitalize="none"
          autocorrect="off"
          spellcheck={false}
          enterkeyhint="search"
          maxlength={1000}
          dir="auto"
          aria-keyshortcuts="/"
        />
        {live?.filters.map(({ name, value }) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {live !== undefined && live.match !== 'auto' && <input type="hidden" name="match" value={live.match} />}
        {live !== undefined && live.hitsPerPage !== USUAL_HITS_PER_PAGE && (
          <input type="hidden" name="hitsPerPage" value={String(live.hitsPerPage)} />
        )}
        <span class="key" aria-hidden="true">
          /
        </span>
        <button type="submit">{say.field.submit}</button>
      </form>
    </search>
  );
}

/** What narrows the results beside the words, each with a link that takes it away. */
export function Chips({ question }: { question: PageQuestion }) {
  const say = useStrings();
  const { filters, match } = question;
  if (filters.length === 0 && match === 'auto') return null;
  const first = { ...question, page: 1 };
  return (
    <ul class="chips" aria-label={say.field.narrowedTo}>
      {filters.map((filter) => (
        <Chip
          what={say.field.filter(filter.name, filter.value)}
          href={searchHref({ ...first, filters: without(filters, filter) })}
        />
      ))}
      {match !== 'auto' && <Chip what={matchName(match, say)} href={searchHref({ ...first, match: 'auto' })} />}
    </ul>
  );
}

function Chip({ what, href }: { what: string; href: string }) {
  const say = useStrings();
  return (
    <li>
      <a class="chip" href={href} aria-label={say.field.drop(what)}>
        <span dir="auto">{what}</span> <span aria-hidden="true">×</span>
      </a>
    </li>
  );
}

function without(filters: readonly Filter[], dropped: Filter): Filter[] {
  return filters.filter((filter) => filter !== dropped);
}

function matchName(match: Exclude<Match, 'auto'>, say: Strings): string {
  return match === 'all' ? say.field.matchAll : say.field.matchAny;
}
