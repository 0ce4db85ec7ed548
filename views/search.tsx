/** The search page, and its results alone as the fragment that replaces them while typing. */
import type { Answer } from '../src/index/ask.js';
import type { EngineStats } from '../src/index/engine.js';
import type { IndexerStatus } from '../src/index/types.js';
import { Chips } from './chips.js';
import { HitList } from './hit.js';
import { Home } from './home.js';
import { useStrings } from './language.js';
import { Layout, Progress } from './layout.js';
import { otherwise, type PageQuestion, resultsHref, searchHref } from './links.js';
import { canNarrow, Narrow } from './narrow.js';
import { NoHits, NoHitsYet, type WayOn } from './nohits.js';
import { Pager } from './pager.js';
import { Corrected, Reading } from './reading.js';
import { Sentence } from './sentence.js';
import type { Strings } from './strings/en.js';

interface Refusal {
  detail: string;
  inQuery: boolean;
}

export interface SearchProps {
  question: PageQuestion;
  /** Null where nothing was asked, or where `error` says why there is none. */
  answer: Answer | null;
  /** Why the search was refused, as a sentence for the person who asked; and whether what was typed is why. */
  error: Refusal | null;
  stats: EngineStats;
  status: IndexerStatus;
  /** Words of the index to begin with; a string may be two words that stand side by side. May be empty. */
  samples: readonly string[];
  /** Where nothing was found, other searches that find something. */
  waysOn: readonly WayOn[];
}

/** The whole page. */
export function SearchPage(props: SearchProps) {
  const say = useStrings();
  const { question, stats, status } = props;
  return (
    <Layout
      title={titleOf(question, say)}
      q={question.q}
      stats={stats}
      live={question}
      refreshes={status.phase === 'starting'}
    >
      <section id="results" aria-label={say.results.label} hx-sync="#search:replace">
        <Answers {...props} />
      </section>
    </Layout>
  );
}

/** The words, and the page of the results from the second on: by their titles tabs and entries of the history are told apart. */
function titleOf({ q, page }: PageQuestion, say: Strings): string {
  return [q.trim(), ...(page > 1 ? [say.results.page(page)] : [])].filter((part) => part !== '').join(' – ');
}

/** The fragment that stands inside `#results`; its title becomes the page's. */
export function Results(props: SearchProps) {
  const say = useStrings();
  return (
    <>
      <title>{say.title(titleOf(props.question, say), props.stats.folder)}</title>
      <Answers {...props} />
    </>
  );
}

/** `data-results` tells app.js that a response is one of ours to show, whatever its status. */
function Answers(props: SearchProps) {
  const { question, answer, error, stats, status, samples, waysOn } = props;
  const asked = question.q.trim() !== '' || question.filters.length > 0;
  return (
    <div data-results>
      {status.phase === 'starting' && <Starting question={question} status={status} />}
      {status.problem !== null && (
        <div class="row">
          <p class="body notice">{status.problem}</p>
        </div>
      )}
      {error !== null ? (
        <Refused {...error} q={question.q.trim()} />
      ) : answer === null || !asked ? (
        <Home stats={stats} samples={samples} starting={status.phase === 'starting'} />
      ) : (
        <Found question={question} answer={answer} status={status} waysOn={waysOn} />
      )}
    </div>
  );
}

interface FoundProps extends Pick<SearchProps, 'question' | 'status' | 'waysOn'> {
  answer: Answer;
}

function Found({ question, answer, status, waysOn }: FoundProps) {
  const { totalHits, totalDocuments, hits, groups, unlisted = 0, generation } = answer;
  const shown = groups ?? hits;
  return (
    <div class="found" data-generation={generation} hx-ignore>
      <div class="list">
        <Tally question={question} answer={answer} />
        {totalHits === 0 && status.phase === 'starting' ? (
          <NoHitsYet q={question.q} />
        ) : totalHits === 0 ? (
          <NoHits question={question} query={answer.query} ways={waysOn} skipped={status.skipped.length} />
        ) : shown.length === 0 ? (
          <PastTheEnd question={question} />
        ) : (
          <HitList answer={answer} question={question} />
        )}
        <Pager
          question={question}
          total={groups === undefined ? totalHits - unlisted : totalDocuments}
          generation={generation}
        />
      </div>
      <Narrow answer={answer} question={question} />
    </div>
  );
}

/** What was found and how the question was read: everything that stands above the first hit. */
function Tally({ question, answer }: { question: PageQuestion; answer: Answer }) {
  const say = useStrings();
  const { totalHits, totalDocuments, unlisted = 0, notes, tookMs, correction, hits, groups } = answer;
  const moved = question.generation !== null && question.generation !== answer.generation;
  const best = hits[0] ?? groups?.[0];
  // A filter that was chosen said that it would find these. While typing there would be no room for it on a phone.
  const full = question.filters.length > 0 ? (answer.fullHits ?? 0) : 0;
  return (
    <div class="row tally">
      <div class="body">
        <h1 class="unseen">{say.results.label}</h1>
        <p class="told">
          <span data-announce>{say.results.tally(totalHits, totalDocuments)}</span>
          {unlisted > 0 && ` · ${say.results.copies(unlisted)}`}
          {full > 0 && ` · ${say.results.full(full)}`}
          <span class="took"> · {say.duration(tookMs)}</span>{' '}
          {canNarrow({ answer, question }) && (
            <a class="to-narrow" href="#narrow">
              {say.narrow.link} <span aria-hidden="true">↓</span>
            </a>
          )}
          {/* Not behind these: it would have no room in the line, and move the hits down as they come and go while typing. */}
          {best !== undefined && unlisted + full === 0 && (
            <span class="hint" aria-hidden="true">
              {say.keys.hint}
            </span>
          )}
        </p>
        {correction !== null && <Corrected correction={correction} question={question} />}
        <Reading query={answer.query} any={answer.match === 'any'} />
        <Chips question={question} documentTitle={best?.document.title ?? null} />
        {moved && (
          <p class="notice">
            {say.results.moved} <a href={otherwise(question, {})}>{say.results.begin}</a>
          </p>
        )}
        {/* Shown by app.js to whoever comes back to this page later. */}
        <p class="notice changed" hidden>
          {say.results.changed} <a href={otherwise(question, {})}>{say.results.refresh}</a>
        </p>
        {notes.length > 0 && (
          <ul class="notes">
            {notes.map((note) => (
              <li dir="auto">
                <Sentence text={note} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function PastTheEnd({ question }: { question: PageQuestion }) {
  const say = useStrings();
  return (
    <div class="row plain">
      <div class="body">
        <h2>{say.results.pastTheEnd(question.page)}</h2>
        <p>
          <a href={otherwise(question, {})}>{say.results.firstPage}</a>
        </p>
      </div>
    </div>
  );
}

/** Where the words are not to blame, a way on keeps them. */
function Refused({ detail, inQuery, q }: Refusal & { q: string }) {
  const say = useStrings();
  return (
    <div class="row plain">
      <div class="body">
        <h1 data-announce>{say.error.heading}</h1>
        <p dir="auto">
          <Sentence text={detail} />
        </p>
        {!inQuery && q !== '' && (
          <p>
            <a href={searchHref({ q })} dir="auto">
              {say.error.searchFor(q)}
            </a>
          </p>
        )}
        <p class="quiet">
          {inQuery && say.error.ways} <a href="/">{say.error.startOver}</a>
        </p>
      </div>
    </div>
  );
}

/** Asks again each second until the first look is over; typing goes first (`drop`), and replaces what is in flight. */
function Starting({ question, status }: { question: PageQuestion; status: IndexerStatus }) {
  const say = useStrings();
  return (
    <div
      class="row starting"
      hx-get={resultsHref(question)}
      hx-trigger="every 1s"
      hx-target="#results"
      hx-sync="#search:drop"
    >
      <div class="body">
        <p>
          <strong>{say.starting.label}</strong> · {say.starting.progress(status.done, status.total)}
        </p>
        <Progress label={say.starting.label} done={status.done} total={status.total} />
        <p class="quiet">{say.starting.body}</p>
      </div>
    </div>
  );
}
