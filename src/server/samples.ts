/** Sample queries that find something in this folder, for the empty search page. */
import type { SearchEngine } from '../index/engine.js';
import type { ParsedQuery } from '../index/search-types.js';

/** How many words are offered, in addition to a pair of words. */
const WORDS = 4;
/** How many paragraphs have their titles and headings looked at. */
const LOOKED_AT = 100;

const EVERYTHING: ParsedQuery = { text: '*', clauses: [{ type: 'all' }], excluded: [], filters: [], notes: [] };

/** Words of titles and headings, which say best what a folder is about; looked up once per generation. */
export class SampleQueries {
  private generation = -1;
  private samples: string[] = [];

  constructor(private readonly engine: SearchEngine) {}

  /** A few words, and a pair of neighbouring words if there is one; empty if there is nothing yet. */
  async get(signal: AbortSignal): Promise<readonly string[]> {
    const { generation, documents } = this.engine.stats();
    if (documents === 0) return [];
    if (generation !== this.generation) {
      const request = { query: EVERYTHING, filters: [], match: 'all', offset: 0, limit: LOOKED_AT } as const;
      const { hits } = await this.engine.search(request, signal);
      const topics = new Set(hits.flatMap(({ document, paragraph }) => [document.title, ...paragraph.headings]));
      this.samples = samplesOf([...topics]);
      this.generation = generation;
    }
    return this.samples;
  }
}

/** The longest word of each text, as short words say least, and the first pair of longer words. */
function samplesOf(topics: readonly string[]): string[] {
  const longest = topics.map((topic) => wordsOf(topic).toSorted((a, b) => b.length - a.length)[0]);
  const words = [...new Set(longest)].filter((word) => word !== undefined).slice(0, WORDS);
  const pair = topics.map(
    (topic) => /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}]{4,20} [\p{L}\p{M}]{4,20}(?![\p{L}\p{M}\p{N}])/u.exec(topic)?.[0],
  );
  return [...words, ...pair.filter((found) => found !== undefined).slice(0, 1)];
}

function wordsOf(text: string): string[] {
  return text.match(/(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}]{4,20}(?![\p{L}\p{M}\p{N}])/gu) ?? [];
}
