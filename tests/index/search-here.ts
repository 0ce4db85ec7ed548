/** Searches in this thread, where the engine searches in others. */
import type { SearchRequest, SearchResult } from '../../src/index/engine.js';
import { EMPTY, type Generation } from '../../src/index/generation.js';
import type { Stop } from '../../src/index/search/turn.js';
import { Segment } from '../../src/index/segment.js';
import { type Answers, answer } from '../../src/index/threads/answers.js';
import type { SegmentWriter } from '../../src/index/writer.js';

/** The best hits with their paragraphs; nothing is corrected. Throws as `rankTextsOnce`. */
export async function search(generation: Generation, request: SearchRequest, stop?: Stop): Promise<SearchResult> {
  const asking = { type: 'search', request: { ...request, verbatim: true }, lot: Number.POSITIVE_INFINITY } as const;
  const { rest: _, ...result } = (await answer(asking, generation, null, stop)) as Answers['search'];
  return result;
}

/** A generation of what was written. The writer is used up. */
export function generationFrom(writer: SegmentWriter): Generation {
  return { ...EMPTY, number: 1, segments: [{ name: '0', segment: new Segment(writer.freeze()), removed: null }] };
}
