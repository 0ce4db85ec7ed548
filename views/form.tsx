/** The search field in its form: a plain GET form that htmx makes live. */
import { MAX_QUERY_LENGTH } from '../src/index/query.js';
import { useStrings } from './language.js';
import { keptFields, type PageQuestion } from './links.js';

interface SearchFormProps {
  q: string;
  /** Set on the search page, where answers come while typing: what of the question stays when the words change. */
  live?: PageQuestion | undefined;
  /** Whether `/` leads here: not where the page has a field of its own. */
  slash: boolean;
}

/**
 * `hx-sync="this:replace"` aborts the request in flight, so that an older answer never follows a newer one. The address is
 * kept by app.js, which knows typing from submitting.
 */
export function SearchForm({ q, live, slash }: SearchFormProps) {
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
          maxlength={MAX_QUERY_LENGTH}
          dir="auto"
          aria-keyshortcuts={slash ? '/ Control+K' : 'Control+K'}
        />
        {live !== undefined && <Kept question={live} />}
        {slash && (
          <span class="key" aria-hidden="true">
            /
          </span>
        )}
        <button type="submit">{say.field.submit}</button>
      </form>
    </search>
  );
}

/** The line under the field in which `public/suggest.js` lists what may be meant. Always there, so that nothing moves. */
export function Suggestions() {
  const { field } = useStrings();
  return (
    <search class="row suggested" aria-label={field.suggestions}>
      <div
        id="suggestions"
        class="body"
        role="listbox"
        aria-label={field.suggestions}
        aria-orientation="horizontal"
        data-one={field.suggested(1)}
        data-many={field.suggested(null)}
        hidden
      ></div>
      <p id="suggested" class="unseen" role="status"></p>
    </search>
  );
}

/** What of a question stays when its words change, as hidden fields: the same in every form of the page. */
export function Kept({ question, but = [] }: { question: PageQuestion; but?: readonly string[] }) {
  const kept = keptFields(question).filter(([name]) => !but.includes(name));
  return (
    <>
      {kept.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
