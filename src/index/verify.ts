/** Checks a whole index on disk, as it stands: `pilcrow verify`. Reads one segment at a time and changes nothing. */

import { codeOf, messageOf } from './errors.js';
import { BadSegment, OtherVersion } from './segment/format.js';
import { Segment } from './segment.js';
import { listManifests, type Manifest, type ManifestFile, type NamedSegment, readManifest } from './store/manifest.js';
import { readSegment } from './store/segment-file.js';
import { verifySegment } from './verify/verify-segment.js';

/** What a check of an index found. */
export interface Report {
  /** The live generation; null where there is none. */
  generation: number | null;
  segments: number;
  /** Those that a search can find, without removed ones, which are checked as well. */
  documents: number;
  paragraphs: number;
  bytes: number;
  durationMs: number;
  /** What is wrong, as sentences; none where the index is whole. */
  problems: string[];
  /** Whether the only problem is that another version of Pilcrow made it. */
  otherVersion: boolean;
}

/** An index that is written to meanwhile is checked again, this many times in all. */
const MAX_TRIES = 5;

/**
 * Checks the live generation thoroughly, and of the fallback generation that its files are those that were written. Rejects with the
 * error of the system where this user may not read them.
 */
export async function verifyFolder(dataDir: string): Promise<Report> {
  for (let tries = 1; ; tries++) {
    const before = await listManifests(dataDir);
    const report = await check(dataDir, before);
    if (report.problems.length === 0) return report;
    // A commit may have removed what was being checked, which is no damage.
    const now = await listManifests(dataDir);
    if (now.map(({ name }) => name).join() === before.map(({ name }) => name).join()) return report;
    if (tries === MAX_TRIES) {
      return {
        ...report,
        otherVersion: false,
        problems: ['The index is being written all the while; stop the server first, or try again.'],
      };
    }
  }
}

async function check(dataDir: string, [live, ...older]: readonly ManifestFile[]): Promise<Report> {
  const begin = performance.now();
  const check = new Check(dataDir);
  if (live !== undefined) {
    const checked = await check.live(live.name, live.number);
    for (const { name } of older.slice(0, 1)) await check.fallback(name, checked);
  }
  return {
    generation: live?.number ?? null,
    ...check.figures,
    durationMs: performance.now() - begin,
    problems: check.isOther ? ['The index was made by another version of Pilcrow.', ...check.problems] : check.problems,
    otherVersion: check.isOther && check.problems.length === 0,
  };
}

class Check {
  /** What is broken. */
  readonly problems: string[] = [];
  /** Whether some of it was made by another version. */
  isOther = false;
  readonly figures = { segments: 0, documents: 0, paragraphs: 0, bytes: 0 };
  private readonly ids = new Set<string>();
  private readonly paths = new Set<string>();

  constructor(private readonly dataDir: string) {}

  /** Checks the live generation; returns the names of its segments. */
  async live(name: string, number: number): Promise<Set<string>> {
    const checked = new Set<string>();
    const manifest = await this.manifest(name);
    for (const named of manifest?.segments ?? []) {
      if (checked.has(named.name)) this.problems.push(`Generation ${number} names ${named.name} twice.`);
      checked.add(named.name);
      const bytes = await this.read(named);
      if (bytes === null) continue;
      this.figures.segments++;
      this.figures.bytes += bytes.byteLength;
      const found = verifySegment(bytes);
      this.problems.push(...found.map((problem) => `${named.name}: ${problem}`));
      if (found.length === 0) this.documents(new Segment(bytes, false), named);
    }
    for (const { path } of manifest?.skipped ?? []) this.note(this.paths, path, 'path');
    return checked;
  }

  async fallback(name: string, checked: ReadonlySet<string>): Promise<void> {
    const manifest = await this.manifest(name);
    for (const named of manifest?.segments ?? []) if (!checked.has(named.name)) await this.read(named);
  }

  private async manifest(name: string): Promise<Manifest | null> {
    try {
      return await readManifest(this.dataDir, name);
    } catch (error) {
      this.blame(error, `${name}: `);
      return null;
    }
  }

  private async read(named: NamedSegment): Promise<Uint8Array | null> {
    try {
      return await readSegment(this.dataDir, named);
    } catch (error) {
      this.blame(error);
      return null;
    }
  }

  private blame(error: unknown, what = ''): void {
    if (error instanceof OtherVersion) this.isOther = true;
    else if (codeOf(error) === 'EACCES') throw error;
    else this.problems.push(`${what}${sentence(error)}`);
  }

  private documents(segment: Segment, { name, removed }: NamedSegment): void {
    const gone = new Set(removed);
    const valid = removed.every((number) => Number.isInteger(number) && number >= 0 && number < segment.documentCount);
    if (!valid || gone.size !== removed.length)
      this.problems.push(`${name}: What was removed from it was never in it.`);
    for (let number = 0; number < segment.documentCount; number++) {
      if (gone.has(number)) continue;
      const { id, path, paragraphs } = segment.document(number);
      this.note(this.ids, id, 'id');
      this.note(this.paths, path, 'path');
      this.figures.documents++;
      this.figures.paragraphs += paragraphs;
    }
  }

  private note(seen: Set<string>, value: string, what: string): void {
    if (seen.has(value)) this.problems.push(`Two documents have the ${what} “${value}”.`);
    seen.add(value);
  }
}

function sentence(error: unknown): string {
  if (error instanceof BadSegment) return error.message;
  return `It cannot be read (${messageOf(error)}); look after the disk.`;
}
