/** Paragraphs much like one: a page of its own, of which reader.js shows the list beneath the paragraph. */
import type { EngineStats } from '../src/index/engine.js';
import { snippet } from '../src/index/snippet.js';
import type { Hit, ReadDocument } from '../src/index/types.js';
import { useStrings } from './language.js';
import { Layout } from './layout.js';
import { documentHref } from './links.js';

export interface SimilarPageProps extends ReadDocument {
  /** Of the paragraph that the others are like. */
  ordinal: number;
  hits: readonly Hit[];
  stats: EngineStats;
}

export function SimilarPage({ document, paragraphs, ordinal, hits, stats }: SimilarPageProps) {
  const say = useStrings();
  const title = say.reader.relatedTo(ordinal, document.title);
  return (
    <Layout title={title} q="" stats={stats} assets={['reader']}>
      <div class="row plain" hx-ignore>
        <div class="body">
          <h1 dir="auto">{title}</h1>
          <blockquote class="passage quote" dir="auto" lang={document.language ?? undefined}>
            {paragraphs[ordinal - 1]?.text}
          </blockquote>
          <p>
            <a href={documentHref(document.id, '', ordinal)}>{say.reader.backToParagraph}</a>
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

function Related({ hit: { document, paragraph } }: { hit: Hit }) {
  const say = useStrings();
  return (
    <li lang={document.language ?? undefined}>
      <p class="source" dir="auto">
        <a href={documentHref(document.id, '', paragraph.ordinal)}>{document.title}</a>
      </p>
      <p class="trail" lang={say.language}>
        <bdi>{document.path}</bdi> · {say.results.paragraphOf(paragraph.ordinal, document.paragraphs)}
      </p>
      <p class="passage" dir="auto">
        {snippet(paragraph.text, []).text}
      </p>
    </li>
  );
}
