/**
 * What looks at the folder found and is not indexed yet, in portions. What was found last comes first, so that an edit
 * never waits for a folder that was copied. Pure.
 */

import { costOf } from '../documents/paths.js';
import type { Work } from './difference.js';
import type { FoundFile } from './scan.js';

/**
 * The largest portion. A portion is committed, and so searchable, before the next but one is read. Where it is cut
 * short, what was read of it is still written.
 */
const LARGEST = { bytes: 16 << 20, files: 2_000 };
/**
 * The first portion of a look, and the next after one that was cut short: small, so that something can be found early.
 * Each further portion is twice as large.
 */
const FIRST = { bytes: 1 << 20, files: 125 };

/** What one look found, without what a later one found again. */
interface Found {
  add: Map<string, FoundFile>;
  remove: Set<string>;
  limit: typeof FIRST;
}

/** A part of what one look found, to be indexed at once. */
export interface Portion extends Work {
  readonly found: Found;
}

export class Due {
  /** The latest look last. */
  private looks: Found[] = [];
  private underWay = 0;

  /** How many files are to be read or forgotten, those of portions under way included. */
  get size(): number {
    return this.looks.reduce((sum, { add, remove }) => sum + add.size + remove.size, this.underWay);
  }

  /** Whether a file is to be read. */
  has(path: string): boolean {
    return this.looks.some(({ add }) => add.has(path));
  }

  /**
   * Adds what another look found. What was due already keeps its place; what is no longer due is dropped.
   * @param holds whether the look tells nothing about a path
   */
  put(work: Work, holds: (path: string) => boolean): void {
    const add = new Map(work.add.map((file) => [file.path, file]));
    const remove = new Set(work.remove);
    for (const look of this.looks) {
      for (const [path, { stamp }] of look.add) {
        if (holds(path)) continue;
        if (add.get(path)?.stamp === stamp) add.delete(path);
        else look.add.delete(path);
      }
      for (const path of look.remove) if (!holds(path) && !remove.delete(path)) look.remove.delete(path);
    }
    this.looks.push({ add, remove, limit: FIRST });
  }

  /**
   * The next portion, which is under way from now on; null where nothing is due. Removals go with the last portion of
   * their look: so a folder that was moved is found twice for a moment, but never not at all, and a small change is one
   * portion and one generation.
   */
  next(): Portion | null {
    const found = this.looks.at(-1);
    if (found === undefined) return null;
    const add = portionOf(found.add.values(), found.limit);
    found.limit = twice(found.limit);
    for (const { path } of add) found.add.delete(path);
    const isLast = found.add.size === 0;
    const remove = isLast ? [...found.remove] : [];
    if (isLast) this.looks.pop();
    const files = add.length + remove.length;
    this.underWay += files;
    // Everything that this look found may have been dropped since.
    return files > 0 ? { add, remove, found } : this.next();
  }

  /** Ends a portion. @param left files of it that were not read: they, and its removals, are due again */
  ended({ add, remove, found }: Portion, left: readonly FoundFile[] = []): void {
    this.underWay -= add.length + remove.length;
    if (left.length === 0) return;
    found.limit = FIRST;
    for (const file of left) found.add.set(file.path, file);
    if (!this.looks.includes(found)) this.looks.push(found);
  }

  /** Drops all that is due. Returns what was to be removed. */
  clear(): string[] {
    const remove = this.looks.flatMap((look) => [...look.remove]);
    this.looks = [];
    return remove;
  }
}

/** The first of some files, as many as `limit` allows; at least one. */
function portionOf(files: Iterable<FoundFile>, limit: typeof FIRST): FoundFile[] {
  const portion: FoundFile[] = [];
  let bytes = 0;
  for (const file of files) {
    bytes += costOf(file);
    if (portion.length > 0 && (portion.length === limit.files || bytes > limit.bytes)) break;
    portion.push(file);
  }
  return portion;
}

function twice({ bytes, files }: typeof FIRST): typeof FIRST {
  return { bytes: Math.min(bytes * 2, LARGEST.bytes), files: Math.min(files * 2, LARGEST.files) };
}
