/** A thread that ranks: the entry point of every search worker. It holds the live generation over the buffers that all threads share. */
import { parentPort, workerData } from 'node:worker_threads';
import type { SearchRequest } from './engine.js';
import type { LiveSegment, Removed } from './generation.js';
import { rankMeant } from './meant.js';
import type { rank } from './searcher.js';
import { Segment } from './segment.js';

/** A segment as it crosses threads: its bytes are shared, its removals copied. */
export interface SentSegment {
  name: string;
  bytes: Uint8Array;
  removed: Removed | null;
}

/** A hit by its place: the number of its segment in the generation, its own number there. */
export interface PlacedHit {
  segment: number;
  paragraph: number;
  score: number;
  full: boolean;
}

/** The result of `rank` as it crosses threads. */
export type SentRanking = Omit<Awaited<ReturnType<typeof rank>>, 'ranked'> & { hits: PlacedHit[] };

/** `generation`: from now on these segments, of which `sent` are new or changed. `search`: rank, and answer with the same id. */
export type ToSearchWorker =
  | { type: 'generation'; number: number; names: string[]; sent: SentSegment[] }
  | { type: 'search'; id: number; request: SearchRequest };

export type FromSearchWorker =
  | { id: number; ranking: SentRanking }
  | { id: number; error: { name: string; message: string } };

/** For each search under way (by its id modulo the length) the id of the one that nobody waits for any more. */
const abandoned = new Int32Array(workerData as SharedArrayBuffer);
let known = new Map<string, LiveSegment>();
/** Of the live generation; one array as long as it lives, as statistics are kept by it. */
let segments: readonly LiveSegment[] = [];
let number = 0;

parentPort?.on('message', async (message: ToSearchWorker) => {
  if (message.type === 'generation') take(message);
  else parentPort?.postMessage(await answer(message.id, message.request));
});

function take(message: ToSearchWorker & { type: 'generation' }): void {
  for (const { name, bytes, removed } of message.sent) {
    // A segment that only lost documents keeps what it has learnt of its words.
    const segment = known.get(name)?.segment ?? new Segment(bytes);
    known.set(name, { name, segment, removed });
  }
  // In the order of the generation; those that are not named any more are let go.
  known = new Map(
    message.names.flatMap((name) => {
      const live = known.get(name);
      return live === undefined ? [] : [[name, live]];
    }),
  );
  segments = [...known.values()];
  number = message.number;
}

async function answer(id: number, request: SearchRequest): Promise<FromSearchWorker> {
  const live = segments;
  const generation = { number, segments: live, skipped: new Map(), committedAt: null };
  const stop = {
    throwIfAborted: (): void => {
      if (Atomics.load(abandoned, id % abandoned.length) === id)
        throw new Error('Nobody waits for this search any more.');
    },
  };
  try {
    const { ranked, ...ranking } = await rankMeant(generation, request, stop);
    const hits = ranked.map((hit) => ({
      segment: live.indexOf(hit.live),
      paragraph: hit.paragraph,
      score: hit.score,
      full: hit.full,
    }));
    return { id, ranking: { ...ranking, hits } };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { name, message } };
  }
}
