/** Searches in this thread, where the engine searches in others. */
import type { SearchRequest, SearchResult } from '../../src/index/engine.js';
import type { Generation } from '../../src/index/generation.js';
import type { Ranked } from '../../src/index/search/arrange.js';
import type { Stop } from '../../src/index/search/turn.js';
import type { Hit } from '../../src/index/search-types.js';
import { rankTextsOnce } from '../../src/index/texts-once.js';
import { hitOf } from '../../src/index/threads/answers.js';

/** The best hits with their paragraphs; nothing is corrected. Throws as `rankTextsOnce`. */
export async function search(generation: Generation, request: SearchRequest, stop?: Stop): Promise<SearchResult> {
  const { ranked, groups, ...result } = await rankTextsOnce(generation, request, stop);
  const read = (list: readonly Ranked[]): Hit[] => list.map((hit) => hitOf(hit.live.segment, hit));
  const grouped = groups?.map(({ ranked, totalHits }) => ({ hits: read(ranked), totalHits }));
  return { ...result, correction: null, hits: read(ranked), ...(grouped === undefined ? {} : { groups: grouped }) };
}
