/** Sample queries that find something in this folder, for the empty search page. */

import { analyze } from '../index/analyze.js';
import type { SearchEngine } from '../index/engine.js';
import { kept } from '../index/kept.js';
import type { ParsedQuery } from '../index/search-types.js';

/** How many words are offered, in addition to a pair of words. */
const WORDS = 4;
/** At how many places of the folder documents are looked at, and how many at each: its first ones are often of one kind. */
const PLACES = 5;
const DOCUMENTS = 20;
/** The last place is before this document: to get there takes 6 ms among 50,000, to the 8,000th 54. */
const SPREAD = 1000;

const OF_ENGINES = new WeakMap<SearchEngine, SampleQueries>();

/** The samples of an engine: the same wherever they are asked for. */
export function samplesFor(engine: SearchEngine): SampleQueries {
  return kept(OF_ENGINES, engine, () => new SampleQueries(engine));
}

const EVERYTHING: ParsedQuery = { text: '*', clauses: [{ type: 'all' }], excluded: [], filters: [], notes: [] };

/** Looked up once per generation. */
export class SampleQueries {
  private generation = -1;
  private samples: readonly string[] = [];
  private renewal: Promise<void> | null = null;

  constructor(private readonly engine: SearchEngine) {}

  /**
   * A few words, and a pair of neighbouring words if there is one; empty if there is nothing yet. Those of the generation before
   * are given while new ones are looked up: that takes 50 to 130 ms, and what a folder is about seldom changes with an edit.
   */
  async get(): Promise<readonly string[]> {
    const { generation, documents } = this.engine.stats();
    if (documents === 0) return [];
    if (generation === this.generation) return this.samples;
    this.renewal ??= this.renew(generation, documents).finally(() => {
      this.renewal = null;
    });
    if (this.samples.length === 0) await this.renewal;
    // Who asks next looks again.
    else this.renewal.catch(() => {});
    return this.samples;
  }

  private async renew(generation: number, documents: number): Promise<void> {
    this.samples = samplesOf(await this.topics(documents));
    this.generation = generation;
  }

  private async topics(documents: number): Promise<Topics[]> {
    const among = Math.min(documents, SPREAD);
    const step = Math.max(DOCUMENTS, Math.floor(among / PLACES));
    const topics: Topics[] = [];
    for (let offset = 0; offset < among; offset += step) {
      const asked = { query: EVERYTHING, filters: [], match: 'all', sort: 'path', group: true } as const;
      const { groups = [] } = await this.engine.search({ ...asked, offset, limit: DOCUMENTS });
      for (const { hits } of groups) {
        const titles = new Set(hits.map(({ document }) => document.title));
        const headings = new Set(hits.flatMap(({ paragraph }) => paragraph.headings));
        const texts = hits.map(({ paragraph }) => paragraph.text);
        const language = hits[0]?.document.language ?? null;
        topics.push({ titles: [...titles], headings: [...headings], texts, language });
      }
    }
    return topics;
  }
}

/** What a document says that it is about. */
interface Topics {
  titles: string[];
  headings: string[];
  /** Of its first paragraphs. */
  texts: string[];
  language: string | null;
}

/** Titles say best what a folder is about: most headings are the same in each document (*Introduction*, *Examples*). */
function samplesOf(topics: readonly Topics[]): string[] {
  const said = new Map<string, number>();
  for (const word of topics.flatMap(({ texts }) => texts.flatMap((text) => text.match(WORDS_IN) ?? []))) {
    said.set(word.toLowerCase(), (said.get(word.toLowerCase()) ?? 0) + 1);
  }
  const inTitles = topics.map(({ titles, language }) => telling(titles, language));
  const inHeadings = topics.map(({ headings, language }) => telling(headings, language));
  const frequent = (kind: keyof Telling): string[] =>
    [inTitles, inHeadings].flatMap((found) =>
      mostFrequent(
        found.map((document) => document[kind]),
        said,
      ),
    );
  return [...different(frequent('words')).slice(0, WORDS), ...frequent('pairs').slice(0, 1)];
}

/**
 * What most documents have comes first, and what more than half of them have last, as it tells nothing apart. Of equals
 * that comes first of which the texts say most, then the longest, as short words say least.
 * @param found words or pairs of words, by document
 * @param said how often each word stands in the texts, in lower case
 */
function mostFrequent(found: readonly (readonly string[])[], said: ReadonlyMap<string, number>): string[] {
  const counts = new Map<string, { text: string; documents: number; says: number }>();
  for (const texts of found) {
    for (const text of different(texts)) {
      const key = text.toLowerCase();
      const says = Math.min(...key.split(' ').map((word) => said.get(word) ?? 0));
      kept(counts, key, () => ({ text, documents: 0, says })).documents++;
    }
  }
  const tellsApart = ({ documents }: { documents: number }): boolean =>
    found.length < 3 || documents * 2 <= found.length;
  return [...counts.values()]
    .sort(
      (a, b) =>
        Number(tellsApart(b)) - Number(tellsApart(a)) ||
        b.documents - a.documents ||
        b.says - a.says ||
        b.text.length - a.text.length,
    )
    .map(({ text }) => text);
}

/** Each text once, whatever its case. */
function different(texts: readonly string[]): string[] {
  const seen = new Set<string>();
  return texts.filter((text) => {
    const { size } = seen;
    return seen.add(text.toLowerCase()).size > size;
  });
}

const WORD = String.raw`(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}]{4,20}(?![\p{L}\p{M}\p{N}])`;
const WORDS_IN = new RegExp(WORD, 'gu');
/** Two words with a space between; the second may be the first of another pair. */
const PAIRS_IN = new RegExp(`${WORD}(?= (${WORD}))`, 'gu');

/** What titles or headings have that tells something: words, and pairs of neighbouring ones. */
interface Telling {
  words: string[];
  pairs: string[];
}

function telling(texts: readonly string[], language: string | null): Telling {
  const found: Telling = { words: [], pairs: [] };
  for (const text of texts) {
    const stops = stopWords(text, language);
    for (const word of text.match(WORDS_IN) ?? []) if (!stops.has(word)) found.words.push(word);
    for (const [first, second = ''] of text.matchAll(PAIRS_IN)) {
      if (!stops.has(first) && !stops.has(second)) found.pairs.push(`${first} ${second}`);
    }
  }
  return found;
}

function stopWords(text: string, language: string | null): Set<string> {
  const stops = analyze(text, language).filter(({ stop }) => stop);
  return new Set(stops.map(({ start, end }) => text.slice(start, end)));
}
