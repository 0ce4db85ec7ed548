/** Temporary folders of documents for tests, and waiting for something to become true. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { PATIENCE } from '../patience.js';

/** A new folder, removed when the test ends, with these files in it. */
export async function temporaryFolder(files: Record<string, string> = {}): Promise<string> {
  // The real path: on macOS the folder for temporary files is behind a link.
  const root = await realpath(await mkdtemp(join(tmpdir(), 'pilcrow-')));
  onTestFinished(async () => await rm(root, { recursive: true, force: true }));
  // Without waiting for each: thousands of files take a fraction of the time.
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Writes a file and the folders it lies in. */
export async function put(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

/** How often it is looked whether something became true, ms. */
const PAUSE = 5;

/** The most that counts between two looks, ms: not what the whole machine stood still. */
const STEP = 250;

/** Waits until `condition` holds and returns the ms that took. Fails after `limit` ms, with `what` was waited for. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limit = PATIENCE,
  clock = runningClock(),
): Promise<number> {
  const start = clock();
  while (!(await condition())) {
    if (clock() - start > limit) throw new Error(`waited ${limit} ms in vain: ${what}`);
    await delay(PAUSE);
  }
  return clock() - start;
}

/** A clock, ms, that is looked at again and again. */
function runningClock(): () => number {
  let time = 0;
  let now = performance.now();
  return () => {
    const elapsed = performance.now() - now;
    now += elapsed;
    time += Math.min(elapsed, STEP);
    return time;
  };
}

/**
 * A clock, ms, for `until` where it is this process that does what is waited for: it stands still while the process neither pauses nor
 * computes, as others have the machine.
 */
export function ownClock(): () => number {
  let time = 0;
  let now = performance.now();
  let used = process.cpuUsage();
  return () => {
    const elapsed = performance.now() - now;
    const { user, system } = process.cpuUsage(used);
    now += elapsed;
    used = process.cpuUsage();
    time += Math.min(elapsed, PAUSE + 1 + (user + system) / 1000);
    return time;
  };
}
