/**
 * Pilcrow's own ranking, from the text of a query to ranked paragraphs with exact totals. A line is a document of one paragraph, as other engines have
 * it, or one of fifty paragraphs under headings, as a folder does.
 */

import { EMPTY, type Generation, type LiveSegment } from '../../src/index/generation.js';
import { chooseIdleMerge, chooseMerge } from '../../src/index/local/merge-policy.js';
import { parseQuery } from '../../src/index/query.js';
import { Plan } from '../../src/index/search/plan.js';
import { rank } from '../../src/index/searcher.js';
import { Segment } from '../../src/index/segment.js';
import { merge } from '../../src/index/threads/builder.js';
import type { Paragraph, ReadDocument } from '../../src/index/types.js';
import { SegmentWriter } from '../../src/index/writer.js';
import type { Line } from '../corpus.js';
import type { Kind } from '../queries.js';
import { type Engine, TOP } from './engine.js';

/** As the engine's own builder has it. */
export const BATCH = 30_000;

/** Paragraphs of a document that has headings. */
const IN_A_DOCUMENT = 50;

export function buildPilcrow(lines: readonly Line[]): Engine {
  return engineOf(merged(freezeBatches(lines)));
}

/** The first pass alone, which orders by BM25F as other engines order by BM25: without the whole question as one more word, the closer look at the best hits, and feedback. */
export function buildFirstPass(lines: readonly Line[]): Engine {
  refineNothing();
  return buildPilcrow(lines);
}

/**
 * The first pass over the same paragraphs in documents of fifty, where titles are headings: their words are lent to all paragraphs below, and
 * a paragraph is a hit where it has one of the words itself.
 */
export function buildUnderHeadings(lines: readonly Line[]): Engine {
  refineNothing();
  return engineOf(merged(freezeBatches(lines, IN_A_DOCUMENT)));
}

function refineNothing(): void {
  // What a search asks of its plan.
  Object.defineProperty(Plan.prototype, 'mayRefine', { value: () => false });
  Object.defineProperty(Plan.prototype, 'sequence', { value: null });
}

/** As the engine merges what its builder makes when nothing else is to be done. */
function merged(segments: LiveSegment[]): LiveSegment[] {
  const choose = (): LiveSegment[] =>
    [chooseMerge(segments), chooseIdleMerge(segments)].find((some) => some.length > 0) ?? [];
  for (let chosen = choose(); chosen.length > 0; chosen = choose()) {
    const merged = mergeAll(chosen);
    segments.splice(0, segments.length, merged, ...segments.filter((live) => !chosen.includes(live)));
  }
  return segments;
}

/** @param size paragraphs of a document */
export function freezeBatches(lines: readonly Line[], size = 1): LiveSegment[] {
  const segments: LiveSegment[] = [];
  for (let start = 0; start < lines.length; start += BATCH) {
    const writer = new SegmentWriter();
    const end = Math.min(start + BATCH, lines.length);
    for (let first = start; first < end; first += size) {
      const [line, ...others] = lines.slice(first, Math.min(first + size, end));
      if (line !== undefined)
        writer.add(size === 1 ? documentOf(line, first) : underHeadings([line, ...others], first));
    }
    segments.push(liveOf(writer.freeze(), `${segments.length}`));
  }
  return segments;
}

function mergeAll(segments: readonly LiveSegment[]): LiveSegment {
  const built = merge(segments.map(({ segment, removed }) => ({ bytes: segment.bytes, removed })));
  if (built === null) throw new Error('There is nothing to merge.');
  return liveOf(built.bytes, segments.map(({ name }) => name).join('+'));
}

function liveOf(bytes: Uint8Array, name: string): LiveSegment {
  return { name, segment: new Segment(bytes), removed: null };
}

export function documentOf({ title, text }: Line, number: number): ReadDocument {
  const path = `${String(number).padStart(7, '0')}.txt`;
  return {
    document: {
      id: path,
      path,
      title,
      format: 'txt',
      language: null,
      metadata: new Map(),
      contentHash: '',
      modifiedAt: 0,
      size: text.length,
      stamp: '',
      paragraphs: 1,
      titleAt: 1,
    },
    paragraphs: [{ ordinal: 1, kind: 'prose', headings: [], opens: 0, text, lines: [1, 1] }],
  };
}

/** One document, which has the first title, too. */
function underHeadings(lines: readonly [Line, ...Line[]], number: number): ReadDocument {
  const { document } = documentOf(lines[0], number);
  const paragraphs = lines.map(
    ({ title, text }, i): Paragraph => ({
      ordinal: i + 1,
      kind: 'prose',
      headings: [title],
      opens: title === lines[i - 1]?.title ? 0 : 1,
      text,
      lines: [i + 1, i + 1],
    }),
  );
  return { document: { ...document, paragraphs: paragraphs.length }, paragraphs };
}

export function engineOf(segments: readonly LiveSegment[]): Engine {
  const generation: Generation = { ...EMPTY, number: 1, segments };
  // The number of the line that each paragraph is.
  const lines = new Map(
    segments.map(({ segment }) => [
      segment,
      Int32Array.from({ length: segment.paragraphCount }, (_, i) => {
        const document = segment.documentOf(i);
        return Number.parseInt(segment.document(document).path, 10) + i - (segment.documentFirst[document] ?? 0);
      }),
    ]),
  );
  return {
    ask: async (kind, text) => {
      const query = parseQuery(written(kind, text));
      const match = kind === 'any' ? 'any' : 'all';
      const { ranked, totalHits } = await rank(generation, { query, filters: [], match, offset: 0, limit: TOP });
      return {
        total: totalHits,
        ids: () => ranked.map(({ live: { segment }, paragraph }) => lines.get(segment)?.[paragraph] ?? -1),
      };
    },
  };
}

/** The query as a person writes it. A space behind the last word says that it is finished. */
function written(kind: Kind, text: string): string {
  switch (kind) {
    case 'all':
    case 'any':
      return `${text} `;
    case 'prefix':
      return `${text}*`;
    case 'fuzzy':
      return `${text}~`;
    case 'phrase':
      return `"${text}"`;
  }
}
