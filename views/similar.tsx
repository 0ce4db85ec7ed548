/** Paragraphs much like one: a page of its own, of which paragraph.js shows the list beneath the paragraph. */
import type { ShownHit, SimilarAnswer } from '../src/index/answer.js';
import type { EngineStats } from '../src/index/engine.js';
import type { BlockKind } from '../src/index/types.js';
import { useStrings } from './language.js';
import { Layout } from './layout.js';
import { documentHref } from './links.js';
import { Path } from './path.js';
import { Passage } from './structure.js';

export interface SimilarPageProps extends SimilarAnswer {
  stats: EngineStats;
}

export function SimilarPage({ document, paragraph, hits, stats }: SimilarPageProps) {
  const say = useStrings();
  const title = say.reader.relatedTo(paragraph.ordinal, document.title);
  return (
    <Layout title={title} q="" stats={stats} style="reader">
      <div class="row plain" hx-ignore>
        <div class="body">
          <h1 dir="auto">{title}</h1>
          <div class="asked" lang={document.language ?? undefined}>
            <Passage kind={isPlain(paragraph.kind) ? paragraph.kind : 'quote'} text={paragraph.text} ranges={[]} />
          </div>
          <p>
            <a href={documentHref(document.id, {}, paragraph.ordinal)}>{say.reader.backToParagraph}</a>
          </p>
          <div id="similar">
            {hits.length === 0 ? (
              <p class="quiet">{say.reader.noRelated}</p>
            ) : (
              <ul>
                {hits.map((hit) => (
                  <Related hit={hit} />
                ))}
              </ul>
            )}
          </div>
        </div>
      </div>
    </Layout>
  );
}

function Related({ hit: { document, paragraph, snippet } }: { hit: ShownHit }) {
  const say = useStrings();
  return (
    <li lang={document.language ?? undefined}>
      <p class="source" dir="auto">
        <a href={documentHref(document.id, {}, paragraph.ordinal)}>{document.title}</a>
      </p>
      <p class="trail" lang={say.language}>
        <Path path={document.path} /> · {say.results.paragraphOf(paragraph.ordinal, document.paragraphs)}
      </p>
      <Passage kind={paragraph.kind} text={snippet.text} ranges={[]} />
    </li>
  );
}

/** Whether its lines are kept: as a quote they would run on. */
function isPlain(kind: BlockKind): boolean {
  return kind === 'code' || kind === 'table';
}
