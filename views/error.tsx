/** A page for what went wrong: what it is, what it means, and ways on. */
import { useStrings } from './language.js';
import { Layout } from './layout.js';
import { searchHref } from './links.js';
import { Sentence } from './sentence.js';

interface ErrorPageProps {
  status: number;
  /** What the status means, in the words of HTTP: said where the interface has none of its own. */
  title: string;
  /** The sentence that says more. */
  detail: string;
  /** What was searched for; '' where nothing was. */
  q: string;
}

/** Also for a document that is gone: its page offers the search that led there. */
export function ErrorPage({ status, title, detail, q }: ErrorPageProps) {
  const say = useStrings();
  const heading = say.error.title(status) ?? title;
  return (
    <Layout title={heading} q={q} stats={null}>
      <div class="row plain" hx-ignore>
        <p class="place">{status}</p>
        <div class="body">
          <h1>{heading}</h1>
          <p dir="auto">
            <Sentence text={detail} />
          </p>
          <p class="quiet">{say.error.hint(status)}</p>
          <ul class="ways">
            {q.trim() !== '' && (
              <li>
                <a href={searchHref({ q })} dir="auto">
                  {say.error.searchFor(q.trim())}
                </a>
              </li>
            )}
            <li>
              <a href="/">{say.error.backToSearch}</a>
            </li>
            {status >= 500 && (
              <li>
                <a href="/status">{say.error.toStatus}</a>
              </li>
            )}
          </ul>
        </div>
      </div>
    </Layout>
  );
}
