/** The page that the browser keeps for when Pilcrow cannot be reached: public/sw.js shows it in place of its own. */
import { useStrings } from './language.js';
import { Layout } from './layout.js';

/** Says nothing of the folder: it is the one page that is kept. */
export function OfflinePage() {
  const say = useStrings();
  return (
    <Layout title={say.offline.title} q="" stats={null}>
      <div class="row plain">
        <div class="body">
          <h1>{say.offline.title}</h1>
          <p>{say.offline.body}</p>
          <p>
            {/* biome-ignore lint/a11y/useValidAnchor: the address that was asked for still stands in the browser; an empty one is the same again */}
            <a href="">{say.offline.again}</a>
          </p>
        </div>
      </div>
    </Layout>
  );
}
