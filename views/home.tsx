/** The page before a query: what can be searched, words to begin with, its documents in order, and the ways to ask, each a search to try. */
import type { Child } from 'hono/jsx';
import type { EngineStats } from '../src/index/engine.js';
import { useStrings } from './language.js';
import { searchHref, WAYS_ID } from './links.js';
import type { Strings } from './strings/en.js';

interface HomeProps {
  stats: EngineStats;
  /** Words of the index, or two words that stand side by side in it as one string; may be empty. */
  samples: readonly string[];
  /** Whether the first look at the folder is under way. */
  starting: boolean;
}

export function Home({ stats, samples, starting }: HomeProps) {
  const say = useStrings();
  const empty = stats.paragraphs === 0;
  return (
    <div class="home" hx-ignore>
      <div class="row">
        <div class="body">
          <h1>{empty && starting ? say.empty.soon : say.empty.heading(stats.documents, stats.paragraphs)}</h1>
          <p class="lead">{empty && !starting ? say.empty.add : say.empty.lead}</p>
        </div>
      </div>
      {samples.length > 0 && (
        <Section title={say.empty.begin}>
          <ul class="samples">
            {samples.map((sample) => (
              <li>
                <a href={searchHref({ q: sample })} dir="auto">
                  {sample}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {!empty && (
        <Section title={say.empty.browse}>
          <ul class="samples">
            <li>
              <a href={searchHref({ q: '*', group: true, sort: 'newest' })}>{say.empty.newest}</a>
            </li>
            <li>
              <a href={searchHref({ q: '*', group: true, sort: 'path' })}>{say.empty.byPath}</a>
            </li>
          </ul>
        </Section>
      )}
      <Section title={say.empty.ways} id={WAYS_ID}>
        <dl class="examples">
          {examples(samples, say).map(({ q, what, linked = true }) => (
            <div>
              <dt dir="auto">{linked && samples.length > 0 ? <a href={searchHref({ q })}>{q}</a> : q}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </div>
  );
}

function Section({ title, id, children }: { title: string; id?: string; children: Child }) {
  return (
    <section class="row" id={id}>
      <h2 class="place">{title}</h2>
      <div class="body">{children}</div>
    </section>
  );
}

interface Example {
  q: string;
  what: string;
  /** False where it may well find nothing here. */
  linked?: boolean;
}

/** One example of each way to ask, made of the index's own words where it has some. */
function examples(samples: readonly string[], say: Strings): Example[] {
  const words = [...new Set(samples.map((sample) => sample.toLowerCase()).flatMap((sample) => sample.split(/\s+/)))];
  const [word = say.empty.word, other = say.empty.otherWord] = words;
  const phrase = samples.find((sample) => /\S\s+\S/.test(sample))?.toLowerCase() ?? `${word} ${other}`;
  const longest = words.reduce((best, next) => (next.length > best.length ? next : best), word);
  const does = say.empty.examples;
  return [
    { q: `${word} ${other}`, what: does.words },
    { q: `"${phrase}"`, what: does.phrase },
    { q: `${longest.slice(0, Math.max(3, Math.ceil(longest.length / 2)))}*`, what: does.prefix },
    { q: `${misspelt(longest)}~`, what: does.fuzzy },
    { q: `${word} OR ${other}`, what: does.either },
    { q: `title:${word}`, what: does.title },
    { q: `${word} -${other}`, what: does.without, linked: false },
    { q: `type:md ${word}`, what: does.type, linked: false },
  ];
}

/** A word with the letter in its middle missing. */
function misspelt(word: string): string {
  const letters = [...word];
  return letters.length < 5 ? word : letters.toSpliced(Math.floor(letters.length / 2), 1).join('');
}
