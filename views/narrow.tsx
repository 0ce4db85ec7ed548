/** What stands beside the results: their order, what they can be narrowed to, and the ways to take them along. Links and a plain form. */
import type { Child } from 'hono/jsx';
import type { Answer } from '../src/index/ask.js';
import { MAX_FACET_VALUES } from '../src/index/search/collect/collect.js';
import { FACETS } from '../src/index/search/collect/facets.js';
import type { FacetCount, FacetName, Sort } from '../src/index/search-types.js';
import { Kept } from './form.js';
import { HitsOverTime } from './histogram.js';
import { useStrings } from './language.js';
import { exportHref, feedHref, otherwise, type PageQuestion, toggled } from './links.js';
import { Path } from './path.js';

/** Values of a facet that are seen at once. */
const SHOWN = 6;

/** A path that is longer is not told in full, in characters: in the column beside the results it has four lines. */
const LONG_PATH = 90;

const SORTS: readonly Sort[] = ['relevance', 'newest', 'oldest', 'path'];

interface NarrowProps {
  answer: Answer;
  question: PageQuestion;
}

/** Whether there is anything to choose: where nothing was found, that is what may be undone. */
export function canNarrow({ answer: { totalHits, facets }, question }: NarrowProps): boolean {
  return totalHits > 0 || isDated(question) || [...(facets?.values() ?? [])].some((counts) => counts.length > 0);
}

function isDated({ filters }: PageQuestion): boolean {
  return filters.some(({ name }) => name === 'after' || name === 'before');
}

/**
 * Beside the results where there is room, else below them: a link above the results leads there. Nothing where there is no choice: one
 * document has one date.
 */
export function Narrow({ answer, question }: NarrowProps) {
  const say = useStrings();
  const { facets, histogram, totalHits, totalDocuments } = answer;
  if (!canNarrow({ answer, question })) return null;
  return (
    <aside id="narrow" class="row narrow" aria-label={say.narrow.label} tabindex={-1}>
      <div class="body sections">
        {totalHits > 1 && (
          <Section title={say.narrow.order}>
            <ul class="choices">
              {SORTS.map((sort) => (
                <Choice id={`sort-${sort}`} href={otherwise(question, { sort })} chosen={question.sort === sort}>
                  {say.narrow.sort[sort]}
                </Choice>
              ))}
            </ul>
          </Section>
        )}
        {totalHits > 1 && (
          <Section title={say.narrow.view}>
            <ul class="choices">
              <Choice id="view-paragraphs" href={otherwise(question, { group: false })} chosen={!question.group}>
                {say.narrow.paragraphs}
              </Choice>
              <Choice id="view-documents" href={otherwise(question, { group: true })} chosen={question.group}>
                {say.narrow.documents}
              </Choice>
              <Choice id="why" href={otherwise(question, { explain: !question.explain })} chosen={question.explain}>
                {say.narrow.reasons}
              </Choice>
            </ul>
          </Section>
        )}
        {FACETS.map((name) => (
          <Facet name={name} counts={facets?.get(name) ?? []} totalHits={totalHits} question={question} />
        ))}
        {(totalDocuments > 1 || isDated(question)) && (
          <Section title={say.time.heading}>
            {histogram && histogram.buckets.length > 1 && <HitsOverTime histogram={histogram} question={question} />}
            <Dates question={question} />
          </Section>
        )}
        {totalHits > 0 && <TakeAlong question={question} />}
      </div>
    </aside>
  );
}

function Section({ title, children }: { title: string; children: Child }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface ChoiceProps {
  /** Stays the same when the results change, so that the focus stays here too. */
  id: string;
  href: string;
  chosen: boolean;
  children: Child;
}

function Choice({ id, href, chosen, children }: ChoiceProps) {
  return (
    <li>
      <a id={id} href={href} aria-current={chosen ? 'true' : undefined}>
        {children}
      </a>
    </li>
  );
}

interface FacetProps {
  name: FacetName;
  counts: readonly FacetCount[];
  totalHits: number;
  question: PageQuestion;
}

/** Nothing where there is no choice to make: where all hits have the one value. What is chosen is never folded away. */
function Facet({ name, counts: all, totalHits, question }: FacetProps) {
  const say = useStrings();
  const chosen = new Set(question.filters.filter((filter) => filter.name === name).map(({ value }) => value));
  const counts =
    name === 'folder' ? all.filter((folder) => chosen.has(folder.value) || !isPassedThrough(folder, all)) : all;
  const choice = counts.length > 1 || counts.some(({ hits }) => hits < totalHits);
  if (counts.length === 0 || (!choice && chosen.size === 0)) return null;
  // A fold takes the room of a value.
  const most = counts.length === SHOWN + 1 ? SHOWN + 1 : SHOWN;
  const isSeen = ({ value }: FacetCount, index: number): boolean => index < most || chosen.has(value);
  const folded = counts.filter((count, index) => !isSeen(count, index));
  const toChoice = ({ value, hits }: FacetCount) => (
    <Choice
      id={`by-${name}-${encodeURIComponent(value.toWellFormed())}`}
      href={toggled(question, { name, value })}
      chosen={chosen.has(value)}
    >
      {name === 'folder' ? (
        <Path path={withoutMiddle(value)} />
      ) : (
        <span dir="auto">{say.facets.value(name, value)}</span>
      )}{' '}
      <span class="figure">
        {say.count(hits)}
        <span class="unseen"> {say.facets.hits(hits)}</span>
      </span>
    </Choice>
  );
  return (
    <Section title={say.facets.name(name)}>
      <ul class="choices many">{counts.filter(isSeen).map(toChoice)}</ul>
      {folded.length > 0 && (
        <details id={`more-${name}`}>
          <summary>{(all.length < MAX_FACET_VALUES ? say.facets.more : say.facets.next)(folded.length)}</summary>
          <ul class="choices many">{folded.map(toChoice)}</ul>
        </details>
      )}
    </Section>
  );
}

/** Whether a folder has its hits in one that is in it, which says more: the two are one choice. */
function isPassedThrough({ value, hits }: FacetCount, folders: readonly FacetCount[]): boolean {
  return folders.some((inner) => inner.hits === hits && inner.value.startsWith(`${value}/`));
}

/** The folders at the ends of a long path: they tell it from others. */
function withoutMiddle(path: string): string {
  const folders = path.split('/');
  if (path.length <= LONG_PATH || folders.length < 5) return path;
  return [...folders.slice(0, 1), '…', ...folders.slice(-2)].join('/');
}

/** From a day, before a day; either may be left out. */
function Dates({ question }: { question: PageQuestion }) {
  const say = useStrings();
  const day = (name: 'after' | 'before'): string => {
    const value = question.filters.find((filter) => filter.name === name)?.value ?? '';
    // `2021` and `2021-10` are dates too, but not to a field of this kind.
    return value === '' ? '' : `${value}-01-01`.slice(0, 10);
  };
  return (
    <form class="dates" method="get" action="/">
      <input type="hidden" name="q" value={question.q} />
      <Kept question={question} but={['after', 'before']} />
      <label>
        {say.time.from} <input type="date" name="after" value={day('after')} id="date-after" />
      </label>
      <label>
        {say.time.before} <input type="date" name="before" value={day('before')} id="date-before" />
      </label>
      <button class="button" type="submit" id="date-submit">
        {say.time.narrow}
      </button>
    </form>
  );
}

/** The whole list as a file, and as a feed of what is new in it. */
function TakeAlong({ question }: { question: PageQuestion }) {
  const say = useStrings();
  const files = [
    ['csv', 'CSV'],
    ['jsonl', 'JSON Lines'],
    ['md', 'Markdown'],
  ] as const;
  return (
    <Section title={say.take.heading}>
      <ul class="choices">
        {files.map(([format, name]) => (
          <li>
            <a href={exportHref(question, format)} download>
              {name}
            </a>
          </li>
        ))}
        <li>
          <a href={feedHref(question)}>{say.take.feed}</a>
        </li>
      </ul>
    </Section>
  );
}
