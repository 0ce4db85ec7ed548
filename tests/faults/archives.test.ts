/** Test 8, for files that are archives: what would inflate to more than any document is refused soon, and the rest of the folder is indexed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LocalEngine } from '../../src/index/local.js';
import { SAME_THREAD } from '../../src/index/threads/same-thread.js';
import { docxFile, epubFile, p, zipOf } from '../index/documents/office-files.js';
import { temporaryFolder } from '../index/folder.js';
import { cases } from '../times.js';
import { found } from './fixture.js';

const MB = 1 << 20;

/** Text that is deflated to about a fiftieth. */
function dense(length: number): string {
  const lines: string[] = [];
  let state = 1;
  for (let size = 0; size < length; size += 200) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    lines.push(`${'a'.repeat(190)} ${(state % 46_656).toString(36)}\n`);
  }
  return lines.join('');
}

/** Three of these are more than all parts may have. */
const THIRD = dense(22 * MB);
const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

type Bomb = readonly [name: string, bytes: () => Uint8Array, reason: RegExp | null];
const BOMBS: readonly Bomb[] = [
  ['ratio.docx', () => docxFile(p('a'.repeat(4 * MB))), /hundred times/],
  ['ratio.epub', () => epubFile({ 'a.xhtml': 'a'.repeat(4 * MB) }), /hundred times/],
  ...cases<Bomb>(
    ['sum.docx', () => docxFile(p(THIRD), { styles: THIRD, numbering: THIRD }), /64 MiB/],
    ['sum.epub', () => epubFile({ 'a.xhtml': THIRD, 'b.xhtml': THIRD, 'c.xhtml': THIRD }), /64 MiB/],
  ),
  ['large.docx', () => docxFile(p(THIRD)), /16 million|256 MB|10 seconds/],
  ['remark.docx', () => docxFile(`<!--${THIRD}-->${p('bounds')}`), null],
  [
    'parts.epub',
    () => zipOf(Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`p${i}`, ''])), 0),
    /20,000 parts/,
  ],
  ['deep.docx', () => docxFile('<w:tbl><w:tr><w:tc>'.repeat(50_000) + p('bounds')), null],
  ['laughs.docx', () => docxFile(`<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]>${p('&l9; bounds')}`), null],
  [
    'nest.epub',
    () => epubFile({ 'a.xhtml': '<p>bounds</p>' }, { others: { 'b.zip': 'PK\x03\x04'.repeat(1_000) } }),
    null,
  ],
];

test('files that inflate to more than any document has are refused, and all others are indexed', async () => {
  const root = await temporaryFolder({ 'a.txt': 'bounds' });
  for (const [name, bytes] of BOMBS) writeFileSync(join(root, name), bytes());
  writeFileSync(join(root, 'good.docx'), docxFile(p('bounds')));
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  const begun = process.cpuUsage();
  const engine = await LocalEngine.open({ root, dataDir: null, maxFileBytes: 32 * MB, searchers: SAME_THREAD });
  await engine.apply({ remove: [], add: ['good.docx', ...BOMBS.map(([name]) => name), 'a.txt'] });
  clearInterval(watch);
  // Of the processor, with all threads.
  const [seconds, grown] = [process.cpuUsage(begun).user / 1e6, (most - before) / MB];
  console.log(`archives: ${seconds.toFixed(1)} s, ${grown.toFixed(0)} MiB more`);
  for (const [name, , reason] of BOMBS) {
    const skipped = engine.skipped().get(name) ?? null;
    if (reason === null) expect(skipped, name).toBeNull();
    else expect(skipped?.reason, name).toMatch(reason);
  }
  const readable = BOMBS.filter(([, , reason]) => reason === null).map(([name]) => name);
  const hits = await found(engine, 'bounds');
  expect(new Set(hits.map((hit) => hit.split(' ')[0]))).toEqual(new Set(['a.txt', 'good.docx', ...readable]));
  expect(seconds).toBeLessThan(BOMBS.length * 10);
  expect(grown).toBeLessThan(1_000);
  await engine.close();
});
