/** Has an engine take in what is to be done, in portions of bounded size. */
import type { Work } from './difference.js';
import type { SearchEngine } from './engine.js';

/** A portion is committed, and so searchable, before the next is read. */
const LARGEST_BATCH = { bytes: 16 * 1024 * 1024, files: 2_000 };
/** The first portion is small, so that there is something to find early; each one after it is twice as large. */
const FIRST_BATCH = { bytes: 1024 * 1024, files: 125 };
/** After this many portions in a row that the engine could not commit, the rest waits for the next run. */
const MOST_FAILURES = 2;
/** Portions that are under way at the same time: threads read the next one while the last one is written to the disk. */
const OVERLAPPING = 2;

interface Taking {
  /** Told of each portion. @param problem why it could not be taken in; null where it was */
  taken: (portion: Work, problem: unknown) => void;
  /** Whether no more portions are to begin. */
  isStopped: () => boolean;
}

/** @throws what the engine threw first, when all that could be taken in is */
export async function takeIn(engine: SearchEngine, work: Work, { taken, isStopped }: Taking): Promise<void> {
  if (work.add.length + work.remove.length === 0) return;
  let failure: unknown = null;
  let failures = 0;
  const apply = async (portion: Work): Promise<void> => {
    let problem: unknown = null;
    try {
      await engine.apply({ add: portion.add.map(({ path }) => path), remove: portion.remove });
      failures = 0;
    } catch (error) {
      problem = error;
      failure ??= error;
      failures++;
    }
    taken(portion, problem);
  };
  const underWay: Promise<void>[] = [];
  for (const portion of batches(work)) {
    if (underWay.length >= OVERLAPPING) await underWay.shift();
    if (isStopped() || failures >= MOST_FAILURES) break;
    underWay.push(apply(portion));
  }
  await Promise.all(underWay);
  if (failure === null) return;
  // The engine may have no room for new text and still be able to forget, and what was deleted must not stay findable.
  if (work.remove.length > 0 && !isStopped()) await engine.apply({ add: [], remove: work.remove });
  throw failure;
}

/**
 * `work` in portions of bounded size. What is removed goes with the last one: a folder that was moved is found twice for a moment,
 * never not at all, and a small change is one portion and so one generation.
 */
export function batches(work: Work): Work[] {
  const portions: Work[] = [];
  let limit = FIRST_BATCH;
  let batch: Work = { add: [], remove: [] };
  let bytes = 0;
  for (const file of work.add) {
    if (batch.add.length > 0 && (batch.add.length >= limit.files || bytes + file.size > limit.bytes)) {
      portions.push(batch);
      batch = { add: [], remove: [] };
      bytes = 0;
      limit = twice(limit);
    }
    batch.add.push(file);
    bytes += file.size;
  }
  batch.remove = work.remove;
  portions.push(batch);
  return portions;
}

function twice({ bytes, files }: typeof FIRST_BATCH): typeof FIRST_BATCH {
  return { bytes: Math.min(bytes * 2, LARGEST_BATCH.bytes), files: Math.min(files * 2, LARGEST_BATCH.files) };
}
