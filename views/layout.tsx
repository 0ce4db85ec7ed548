/** The frame of every page: head, header with the search field, content, footer; and the text of a whole page. */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { EngineStats } from '../src/index/engine.js';
import { SearchForm, Suggestions } from './form.js';
import { Keys } from './keys.js';
import { Spoken, useStrings } from './language.js';
import { feedHref, type PageQuestion, searchHref, WAYS_ID } from './links.js';
import { en, type Strings } from './strings/en.js';
import { searchName } from './strings/title.js';

/**
 * htmx's settings. Its indicator style sheet is ours to write; a request that hangs is given up after 15 s. Nothing moves from the old to the
 * new: else htmx would first dress what is new as what was there, and undress it a timer and a frame later.
 */
const HTMX_CONFIG = 'includeIndicatorCSS:false, defaultTimeout:15000, defaultSettleDelay:0';

/**
 * A page that comes in pieces would be shown as far as it is there, and what is half there grows: browsers wait for the element of this
 * name. As text, as Hono leaves `blocking` out of links.
 */
const shownFrom = (id: string) => raw(`<link rel="expect" href="#${id}" blocking="render"/>`);

/** When a page loads itself again, s. */
const REFRESH = '3';

interface LayoutProps {
  /** What the page is about; the product's name is added. */
  title: string;
  /** What stands in the search field. */
  q: string;
  /** Null where the index cannot be asked: the footer then has no count. */
  stats: EngineStats | null;
  children?: Child;
  /** On the search page alone: makes the field answer while typing. */
  live?: PageQuestion;
  /** Whether the page has a field of its own, to which `/` leads. */
  ownField?: boolean;
  /** The style sheet that this kind of page has of its own, and its scripts: names in `public/`. */
  style?: 'reader' | 'status';
  scripts?: readonly ('reader' | 'paragraph' | 'status')[];
  /** The element that the page is shown from, while the rest of it comes. Without one it is shown whole. */
  opening?: string | undefined;
  /** Whether the page is soon another: where there is no JavaScript, it then loads itself again. */
  refreshes?: boolean;
}

/** A whole page around its content. */
export function Layout(props: LayoutProps) {
  const { q, stats, children, live, ownField = false } = props;
  const say = useStrings();
  const folder = folderOf(stats);
  return (
    <html lang={say.language}>
      <Head {...props} />
      <body>
        <a class="skip" href="#content">
          {say.skip}
        </a>
        <header class="top">
          <div class="row">
            <a class="wordmark" href="/" aria-label={say.home(folder)}>
              <span class="pilcrow" aria-hidden="true">
                ¶
              </span>
              <span class="name">
                {say.name} {folder !== '' && <bdi class="folder">{folder}</bdi>}
              </span>
            </a>
            <SearchForm q={q} slash={!ownField} live={live} />
          </div>
        </header>
        {live !== undefined && <Suggestions />}
        <p
          id="problem"
          class="problem"
          role="alert"
          data-unreachable={say.unreachable}
          data-refused={say.refused}
          data-busy={say.busy}
        ></p>
        <p id="announcer" class="unseen" role="status" aria-live="polite" aria-atomic="true"></p>
        <main id="content" tabindex={-1}>
          {children}
        </main>
        <Foot stats={stats} />
        <Keys />
      </body>
    </html>
  );
}

/** Who may not ask the index, or asks another server, is not told what it is of. */
function folderOf(stats: EngineStats | null): string {
  return stats?.folder ?? '';
}

function Head({ title, stats, live, style, scripts = [], opening = 'keys', refreshes = false }: LayoutProps) {
  const say = useStrings();
  const folder = folderOf(stats);
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{say.title(title, folder)}</title>
      <meta name="description" content={say.description} />
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content={say.name} />
      <meta property="og:title" content={say.title(title, folder)} />
      <meta property="og:description" content={say.description} />
      <meta property="og:image" content="/preview.png" />
      <meta name="twitter:card" content="summary_large_image" />
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#faf7f0" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#171511" media="(prefers-color-scheme: dark)" />
      <meta name="htmx-config" content={HTMX_CONFIG} />
      {refreshes && (
        <noscript>
          <meta http-equiv="refresh" content={REFRESH} />
        </noscript>
      )}
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      <link
        rel="search"
        type="application/opensearchdescription+xml"
        title={searchName(folder)}
        href="/opensearch.xml"
      />
      {live !== undefined && live.q.trim() !== '' && (
        <link
          rel="alternate"
          type="application/atom+xml"
          title={say.title(live.q.trim(), folder)}
          href={feedHref(live)}
        />
      )}
      <link rel="apple-touch-icon" href="/icon-192.png" />
      {/* A manifest is fetched without the password of the page unless it is told otherwise. */}
      <link rel="manifest" href="/manifest.webmanifest" crossorigin="use-credentials" />
      {shownFrom(opening)}
      <link rel="stylesheet" href="/assets/app.css" />
      {style !== undefined && <link rel="stylesheet" href={`/assets/${style}.css`} />}
      <script src="/assets/htmx.js" defer></script>
      <script src="/assets/app.js" defer></script>
      {live !== undefined && <script src="/assets/suggest.js" defer></script>}
      <script src="/assets/keys.js" defer></script>
      {scripts.map((name) => (
        <script src={`/assets/${name}.js`} defer></script>
      ))}
    </head>
  );
}

function Foot({ stats }: Pick<LayoutProps, 'stats'>) {
  const say = useStrings();
  const folder = folderOf(stats);
  return (
    <footer class="row foot">
      <p class="body">
        {/* Nothing yet is soon no longer true, and stays here while results come in. */}
        {folder !== '' && (
          <>
            <bdi>{folder}</bdi>
            {' · '}
          </>
        )}
        {stats !== null && stats.paragraphs > 0 && <Indexed stats={stats} />}
        <a href={`/#${WAYS_ID}`}>{say.empty.ways}</a>
        {' · '}
        <a href="/status">{say.statusLink}</a>
        <span class="to-keys">
          {' · '}
          <button type="button" class="as-link" aria-haspopup="dialog">
            {say.keys.title}
          </button>
        </span>
      </p>
    </footer>
  );
}

/** What there is, which leads to all of it. */
function Indexed({ stats }: { stats: EngineStats }) {
  const say = useStrings();
  return (
    <>
      <a href={searchHref({ q: '*', group: true })}>{say.indexed(stats.documents, stats.paragraphs)}</a>
      {' · '}
    </>
  );
}

/** A page in a language as text, with its doctype. Throws as `fragment`. */
export function page(node: Child, strings: Strings = en): string {
  return `<!doctype html>${fragment(node, strings)}`;
}

/**
 * A part of a page in a language, as text.
 * @throws TypeError where a component is asynchronous: every view is a function of data that is already there
 */
export function fragment(node: Child, strings: Strings = en): string {
  // A component that waits makes a promise of the whole text, which the types do not say.
  const text: unknown = (<Spoken.Provider value={strings}>{node}</Spoken.Provider>).toString();
  if (typeof text !== 'string') throw new TypeError('A view must not wait for anything.');
  return text;
}

/** A progress bar with its figures; without figures while the total is not known. */
export function Progress({ label, done, total }: { label: string; done: number; total: number }) {
  const say = useStrings();
  if (total === 0) return <progress aria-label={label}></progress>;
  return (
    <progress aria-label={label} value={String(done)} max={String(total)}>
      {say.count(done)} / {say.count(total)}
    </progress>
  );
}
