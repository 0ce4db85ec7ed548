/**
 * Indexes a folder with the engine as it is used, in a process that does nothing else: `node indexing.js <folder> <data
 * folder> [build]`. Then, unless that is all, edits files, and opens the index again and searches it. Prints the figures
 * as JSON.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../src/index/ask.js';
import { LocalEngine } from '../src/index/local.js';
import { addHeld, forgetHeld, watchMainThread } from './held.js';
import { MAX_BYTES } from './options.js';
import { median } from './table.js';

const [root = '', dataDir = '', only] = process.argv.slice(2);
/** As the indexer has it: portions of at most 8 MiB and 1,000 files. */
const PORTION = 1000;
const paths = readdirSync(root).sort();
const figures: Record<string, number> = {};

const engine = await LocalEngine.open({ root, dataDir, maxFileBytes: MAX_BYTES });
// Looking each millisecond takes a tenth of the time of the processor, which one MiniSearch is not charged.
if (only !== 'build') watchMainThread();
let began = performance.now();
// As the indexer does it, one portion is read while the last one is committed.
let before: Promise<unknown> = Promise.resolve();
for (let start = 0; start < paths.length; start += PORTION) {
  const portion = engine.apply({ add: paths.slice(start, start + PORTION), remove: [] });
  await before;
  before = portion;
}
await before;
const seconds = (performance.now() - began) / 1000;
figures['files to an index on disk, two threads, paragraphs/s'] = engine.stats().paragraphs / seconds;
if (only === 'build') {
  console.log(JSON.stringify(figures));
  process.exit();
}
await engine.settled();
addHeld(figures, 'while indexing and merging');
figures['memory of the process at most, all threads, MB'] = mostMemory() / 1e6;

const question = { filters: [], match: 'all', offset: 0, hitsPerPage: 20 } as const;
const find = (text: string) => ask(engine, { ...question, text });
await find('warm ');
forgetHeld();
const edits = await edit(0, 11);
await engine.settled();
figures['an edit of one file until it is found, median ms'] = median(edits);
figures['an edit of one file until it is found, slowest of 11, ms'] = Math.max(...edits);
addHeld(figures, 'while editing');

// What was deleted since the last merge is part of all statistics.
const fifth = paths.filter((_, i) => i % 5 === 1);
for (const path of fifth) writeFileSync(join(root, path), `changed ${readFileSync(join(root, path), 'utf8')}`);
forgetHeld();
await engine.apply({ add: fifth, remove: [] });
const later = await edit(11, 22);
figures['an edit of one file after a fifth of all changed, median ms'] = median(later);
addHeld(figures, 'while a fifth changes and then one');
await engine.settled();
await engine.close();

// The first words of files, read before the clock runs; eight questions at once.
const asked = paths
  .filter((_, i) => i % Math.ceil(paths.length / 400) === 0)
  .map((path) => firstWords(join(root, path)));
const asks = asked[Symbol.iterator]();
forgetHeld();
const opened = await LocalEngine.open({ root, dataDir, maxFileBytes: MAX_BYTES });
// As the server does.
void opened.warmUp();
await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (const text of asks) await ask(opened, { ...question, text });
  }),
);
addHeld(figures, 'while opening and while answering 400 searches');
await opened.close();
console.log(JSON.stringify(figures));

/**
 * The most memory that the process had so far, bytes. On Linux `VmHWM` (proc(5)): what `resourceUsage` tells is at least what the
 * process had that started this one.
 */
function mostMemory(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // Elsewhere there is no such file.
  }
  return process.resourceUsage().maxRSS * 1024;
}

/** Edits some files, one after the other; how long each takes until it is found, ms. */
async function edit(from: number, to: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = from; i < to; i++) {
    const path = paths[i * 7] ?? '';
    writeFileSync(join(root, path), `zqxedited${i} once\n\nand some more text`);
    began = performance.now();
    await engine.apply({ add: [path], remove: [] });
    const { totalHits } = await find(`zqxedited${i} `);
    if (totalHits !== 1) throw new Error(`The edit of ${path} is not found.`);
    times.push(performance.now() - began);
  }
  return times;
}

function firstWords(path: string): string {
  return `${readFileSync(path, 'utf8').split(/\W+/, 3).join(' ')} `;
}
