/** The bar that goes along with the reader: a field that searches this document, and the way from place to place. */
import { MAX_QUERY_LENGTH } from '../src/index/query.js';
import { Kept } from './form.js';
import { useStrings } from './language.js';
import { documentPath, type PageQuestion, paragraphId } from './links.js';

interface FinderProps {
  id: string;
  /** What is looked for in it; '' where nothing is. */
  q: string;
  question: PageQuestion;
  /** The paragraph that the address named; null where it named none. */
  place: number | null;
}

/**
 * A plain form to the document's own address, which htmx makes live: what is read is then morphed, so that nothing moves. Its fragment
 * keeps the place where there is no JavaScript.
 */
export function Finder({ id, q, question, place }: FinderProps) {
  const say = useStrings();
  const path = documentPath(id);
  return (
    <search class="find" aria-label={say.reader.find}>
      <form
        id="find"
        method="get"
        action={place === null ? path : `${path}#${paragraphId(place)}`}
        hx-get={path}
        hx-target="#reading"
        hx-select="#reading"
        hx-select-oob="#places"
        hx-swap="outerMorph"
        hx-trigger="input changed delay:200ms from:#find-q, submit"
        hx-sync="this:replace"
        hx-replace-url="true"
      >
        <label for="find-q">{say.reader.find}</label>
        <input
          id="find-q"
          type="search"
          name="q"
          value={q}
          placeholder={say.reader.findPlaceholder}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="search"
          maxlength={MAX_QUERY_LENGTH}
          dir="auto"
          aria-keyshortcuts="/"
        />
        <Kept question={question} />
        {place !== null && <input type="hidden" name="p" value={String(place)} />}
        {/* Enter does the same, and who tabs would not see where they are. */}
        <button type="submit" class="unseen" tabindex={-1}>
          {say.field.submit}
        </button>
      </form>
    </search>
  );
}

interface PlacesBarProps {
  /** Ordinals of all marked paragraphs of the document, ascending. */
  marked: readonly number[];
  /** The paragraph that the arrows lead on from. */
  from: number;
  /** Where a paragraph is found from here. */
  hrefOf: (ordinal: number) => string;
}

/**
 * How many places there are, and arrows to those before and after the paragraph that the address names, around the ends. reader.js has
 * them lead on from the one that is read, and from the last around the end.
 */
export function PlacesBar({ marked, from, hrefOf }: PlacesBarProps) {
  const say = useStrings();
  const [first, last] = [marked[0], marked.at(-1)];
  const next = marked.find((ordinal) => ordinal > from) ?? first;
  const previous = marked.findLast((ordinal) => ordinal < from) ?? last;
  const all = say.reader.places(marked.length);
  return (
    <p id="places" class="places">
      <span class="count" data-all={all}>
        {all}
      </span>
      {previous !== undefined && last !== undefined && (
        <a
          id="previous-place"
          href={hrefOf(previous)}
          data-around={hrefOf(last)}
          aria-label={say.reader.previous}
          aria-keyshortcuts="p"
        >
          ↑
        </a>
      )}
      {next !== undefined && first !== undefined && (
        <a
          id="next-place"
          href={hrefOf(next)}
          data-around={hrefOf(first)}
          aria-label={say.reader.next}
          aria-keyshortcuts="n"
        >
          ↓
        </a>
      )}
    </p>
  );
}
