/** The status page: what is indexed, what is not and why, what the indexer does, and the button that reads everything again. */
import type { Child } from 'hono/jsx';
import type { EngineStats } from '../src/index/engine.js';
import type { IndexerStatus, SkippedFile } from '../src/index/types.js';
import { Moment } from './document.js';
import { useStrings } from './language.js';
import { Layout, Progress } from './layout.js';
import { Sentence } from './sentence.js';

/** Follows the indexer by itself while there is something to follow. */
export function StatusPage({ stats, status }: { stats: EngineStats; status: IndexerStatus }) {
  const say = useStrings();
  const busy = status.phase !== 'idle';
  const follow = busy && {
    'hx-get': '/status',
    'hx-select': '#status',
    'hx-swap': 'outerHTML',
    'hx-trigger': 'every 1s',
  };
  return (
    <Layout title={say.status.title} q="" stats={stats} {...(busy ? { refresh: 3 } : {})}>
      <div id="status" class="status" {...follow}>
        <div class="row">
          <div class="body">
            <h1>{say.status.title}</h1>
            <p class="lead">{say.status.lead}</p>
          </div>
        </div>
        <Indexer status={status} />
        <Figures stats={stats} status={status} />
        <Skipped skipped={status.skipped} />
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
            hx-swap="outerHTML"
          >
            <button type="submit">{say.status.rebuild}</button>
            <p class="quiet">{say.status.rebuildHint}</p>
          </form>
        </div>
      </div>
    </Layout>
  );
}

function Indexer({ status }: { status: IndexerStatus }) {
  const say = useStrings();
  return (
    <div class="row">
      <div class="body">
        <p class={`phase ${status.phase}`}>{say.status.phase(status)}</p>
        {status.phase !== 'idle' && (
          <>
            <Progress label={say.status.progressLabel} done={status.done} total={status.total} />
            {status.total > 0 && <p class="quiet">{say.status.progress(status.done, status.total)}</p>}
          </>
        )}
        {status.problem !== null && (
          <p class="notice">
            <strong>{say.status.problem}.</strong> {status.problem}
          </p>
        )}
      </div>
    </div>
  );
}

function Figures({ stats, status }: { stats: EngineStats; status: IndexerStatus }) {
  const say = useStrings();
  const { lastRun } = status;
  return (
    <div class="row">
      <dl class="body figures">
        <Figure name={say.status.documents}>{say.count(stats.documents)}</Figure>
        <Figure name={say.status.paragraphs}>{say.count(stats.paragraphs)}</Figure>
        <Figure name={say.status.words}>{say.count(stats.words)}</Figure>
        <Figure name={say.status.memory}>{say.bytes(stats.bytes)}</Figure>
        <Figure name={say.status.segments}>{say.count(stats.segments)}</Figure>
        <Figure name={say.status.generation}>{say.count(stats.generation)}</Figure>
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

/** Every file that cannot be found, by path; nothing is left out in silence. */
function Skipped({ skipped }: { skipped: readonly SkippedFile[] }) {
  const say = useStrings();
  return (
    <section class="row skipped" hx-ignore>
      <div class="body">
        {skipped.length === 0 ? (
          <p>{say.status.noneSkipped}</p>
        ) : (
          <>
            <h2>{say.status.skipped(skipped.length)}</h2>
            <dl>
              {skipped.map(({ path, reason }) => (
                <div>
                  <dt>
                    <bdi>{path}</bdi>
                  </dt>
                  <dd dir="auto">
                    <Sentence text={reason} />
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
      </div>
    </section>
  );
}
