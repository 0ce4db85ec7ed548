/** Words that are known to find something here, for the page that nothing was typed into yet. */
import type { SearchEngine } from '../index/engine.js';
import type { ParsedQuery } from '../index/search-types.js';

/** Words offered, beside one pair of words. */
const WORDS = 4;
/** Paragraphs whose titles and headings are looked at. */
const LOOKED_AT = 100;

const EVERYTHING: ParsedQuery = { text: '*', clauses: [{ type: 'all' }], excluded: [], filters: [], notes: [] };

/** Words of titles and headings, which say best what a folder is about; looked up once for each generation. */
export class SampleQueries {
  private generation = -1;
  private samples: string[] = [];

  constructor(private readonly engine: SearchEngine) {}

  /** A few words, and two that stand side by side as one string where there are such; empty where there is nothing yet. */
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

/** The longest word of each text, as small words carry the least, and the first pair of long ones. */
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
