/**
 * A process with one engine: `node main.js <engine> <file of lines>`. It builds, says `ready`, then answers each line
 * `kind TAB words` with `ms TAB total TAB numbers of the ten best`; `-` where the engine has no such query or no total. A third field
 * `count` asks for the total of an engine that would not count, outside of the time.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Line } from '../corpus.js';
import type { Kind } from '../queries.js';
import type { Build } from './engine.js';

const BUILDS: Record<string, () => Promise<Build>> = {
  pilcrow: async () => (await import('./pilcrow.js')).buildPilcrow,
  'pilcrow-first': async () => (await import('./pilcrow.js')).buildFirstPass,
  'pilcrow-headings': async () => (await import('./pilcrow.js')).buildUnderHeadings,
  minisearch: async () => (await import('./minisearch.js')).buildMiniSearch,
  sqlite: async () => (await import('./sqlite.js')).buildSqlite,
  lunr: async () => (await import('./lunr.js')).buildLunr,
  flexsearch: async () => (await import('./flexsearch.js')).buildFlexSearch,
  orama: async () => (await import('./orama.js')).buildOrama,
};

const [name = '', file = ''] = process.argv.slice(2);
const build = await BUILDS[name]?.();
if (build === undefined) throw new Error(`There is no engine “${name}”.`);
const engine = await build(linesOf(file));
console.log('ready');

for await (const request of createInterface({ input: process.stdin })) {
  const [kind, text = '', counted] = request.split('\t') as [Kind, string, string?];
  const began = performance.now();
  const answer = await engine.ask(kind, text);
  const ms = performance.now() - began;
  const total = answer?.total ?? (counted === 'count' ? engine.count?.(kind, text) : null);
  console.log(answer === null ? '-' : `${ms}\t${total ?? '-'}\t${answer.ids().join(' ')}`);
}

function linesOf(path: string): Line[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => {
      const tab = line.indexOf('\t');
      return { title: line.slice(0, tab), text: line.slice(tab + 1) };
    });
}
