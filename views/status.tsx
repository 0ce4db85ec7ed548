/** The status page: what is indexed, what is not and why, what the indexer does, what was asked, and the button to read everything again. */
import type { Child } from 'hono/jsx';
import type { EngineStats } from '../src/index/engine.js';
import type { IndexerStatus } from '../src/index/types.js';
import { useStrings } from './language.js';
import { Layout, Progress } from './layout.js';
import { searchHref } from './links.js';
import { Moment } from './moment.js';
import { Sentence } from './sentence.js';
import { Skipped } from './skipped.js';

interface StatusProps {
  stats: EngineStats;
  status: IndexerStatus;
  /** Bytes that the whole process holds. */
  processBytes: number;
  /** The slowest questions of this run and those that found nothing; null where none are kept. */
  queries: AskedQueries | null;
}

interface AskedQueries {
  slowest: readonly { query: string; tookMs: number; totalHits: number }[];
  empty: readonly { query: string; times: number }[];
}

/** Follows the indexer by itself: status.js hears of changes and has htmx fetch them; without JavaScript it loads again while there are some. */
export function StatusPage({ stats, status, processBytes, queries }: StatusProps) {
  const say = useStrings();
  return (
    <Layout
      title={say.status.title}
      q=""
      stats={stats}
      style="status"
      scripts={['status']}
      refreshes={status.phase !== 'idle'}
    >
      <div
        id="status"
        class="status"
        hx-get="/status"
        hx-select="#status"
        hx-swap="outerMorph"
        hx-trigger="pilcrow:changed"
        hx-sync="this:drop"
      >
        <div class="row">
          <div class="body">
            <h1>{say.status.title}</h1>
            <p class="lead">{say.status.lead}</p>
          </div>
        </div>
        <Indexer status={status} />
        <Figures stats={stats} status={status} processBytes={processBytes} />
        {/* Before all files are read, or where they cannot be, nobody knows that all can be searched. */}
        {(status.skipped.length + status.partly.length > 0 ||
          (status.phase !== 'starting' && status.problem === null)) && <Skipped {...status} />}
        {queries !== null && <Queries {...queries} />}
        <div class="row">
          {/* htmx sends the header that says this is our own page, which a plain form over HTTP cannot say to another machine. */}
          <form
            class="body rebuild"
            method="post"
            action="/rebuild"
            hx-post="/rebuild"
            hx-headers='{"X-Pilcrow":"rebuild"}'
            hx-target="#status"
            hx-select="#status"
            hx-swap="outerMorph"
          >
            <button class="button" type="submit">
              {say.status.rebuild}
            </button>
            <p class="quiet">{say.status.rebuildHint}</p>
          </form>
        </div>
      </div>
    </Layout>
  );
}

function Indexer({ status }: { status: IndexerStatus }) {
  const say = useStrings();
  const rests = status.phase === 'idle' && status.problem === null;
  return (
    <div class="row">
      <div class="body">
        <p id="phase" class={rests ? 'phase idle' : 'phase'} role="status">
          {say.status.phase(status)}
        </p>
        {status.phase !== 'idle' && (
          <>
            <Progress label={say.status.progressLabel} done={status.done} total={status.total} />
            {status.total > 0 && <p class="quiet">{say.status.progress(status.done, status.total)}</p>}
          </>
        )}
        {status.problem !== null && (
          <p class="notice" lang="en">
            {status.problem}
          </p>
        )}
        <noscript>
          <p class="quiet">
            <a href="/status">{say.status.reload}</a>
          </p>
        </noscript>
      </div>
    </div>
  );
}

function Figures({ stats, status, processBytes }: Pick<StatusProps, 'stats' | 'status' | 'processBytes'>) {
  const say = useStrings();
  const { lastRun, lastRebuild } = status;
  return (
    <div class="row">
      <dl class="body figures">
        <Figure name={say.status.documents}>{say.count(stats.documents)}</Figure>
        <Figure name={say.status.paragraphs}>{say.count(stats.paragraphs)}</Figure>
        <Figure name={say.status.words}>{say.count(stats.words)}</Figure>
        <Figure name={say.status.languages}>
          <Languages counts={stats.languages} />
        </Figure>
        <Figure name={say.status.memory}>
          {say.bytes(stats.bytes)}
          <span class="quiet">{say.status.process(processBytes)}</span>
        </Figure>
        <Figure name={say.status.segments}>
          {say.count(stats.segments)}
          <span class="quiet">{say.status.generation(stats.generation)}</span>
        </Figure>
        <Figure name={say.status.updated}>
          {stats.updatedAt === null ? say.status.never : <Moment at={stats.updatedAt} />}
        </Figure>
        <Figure name={say.status.lastRun}>
          {lastRun === null ? (
            say.status.never
          ) : (
            <>
              <Moment at={lastRun.at} />
              <span class="quiet">{say.status.ran(lastRun.added, lastRun.removed, lastRun.durationMs)}</span>
            </>
          )}
        </Figure>
        <Figure name={say.status.lastRebuild}>
          {lastRebuild === null ? (
            say.status.noRebuild
          ) : (
            <>
              <Moment at={lastRebuild.at} />
              <span class="quiet">{say.status.took(lastRebuild.durationMs)}</span>
            </>
          )}
        </Figure>
      </dl>
    </div>
  );
}

function Figure({ name, children }: { name: string; children: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** More languages than this are told as one sum. */
const MOST_LANGUAGES = 8;

function Languages({ counts }: { counts: ReadonlyMap<string, number> }) {
  const say = useStrings();
  const all = [...counts];
  const others = all.slice(MOST_LANGUAGES).reduce((sum, [, documents]) => sum + documents, 0);
  if (all.length === 0) return <>{say.count(0)}</>;
  return (
    <ul>
      {all.slice(0, MOST_LANGUAGES).map(([tag, documents]) => (
        <li>
          {tag === '' ? say.status.unknownLanguage : say.languageName(tag)} {say.count(documents)}
        </li>
      ))}
      {others > 0 && (
        <li>
          {say.status.otherLanguages} {say.count(others)}
        </li>
      )}
    </ul>
  );
}

function Queries({ slowest, empty }: AskedQueries) {
  const say = useStrings();
  return (
    <section class="row queries" hx-ignore>
      <div class="body">
        <h2>{say.status.queries}</h2>
        <p class="quiet">
          <Sentence text={say.status.queriesHint} language={say.language} />
        </p>
        <h3>{say.status.slowest}</h3>
        <QueryList
          queries={slowest.map(({ query, tookMs, totalHits }) => ({
            query,
            fact: say.status.answered(totalHits, tookMs),
          }))}
        />
        <h3>{say.status.fruitless}</h3>
        <QueryList queries={empty.map(({ query, times }) => ({ query, fact: say.status.times(times) }))} />
      </div>
    </section>
  );
}

function QueryList({ queries }: { queries: readonly { query: string; fact: string }[] }) {
  const say = useStrings();
  if (queries.length === 0) return <p class="quiet">{say.status.noQueries}</p>;
  return (
    <ol>
      {queries.map(({ query, fact }) => (
        <li>
          <a href={searchHref({ q: query })} dir="auto">
            {query}
          </a>{' '}
          <span class="quiet">{fact}</span>
        </li>
      ))}
    </ol>
  );
}
