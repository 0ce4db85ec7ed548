/** One commit in a process of its own: `node apply-once.mjs <dist> <root> <data> <path>...`. Prints `ok`, or why it failed. */
import { join } from 'node:path';

const [dist, root, dataDir, ...add] = process.argv.slice(2);
const { LocalEngine } = await import(join(dist, 'src/index/local.js'));
const { SAME_THREAD } = await import(join(dist, 'src/index/threads/same-thread.js'));
const engine = await LocalEngine.open({ root, dataDir, maxFileBytes: 1e7, searchers: SAME_THREAD });
const outcome = await engine.apply({ remove: [], add }).then(
  () => 'ok',
  (error) => error.message,
);
console.log([...engine.problems, outcome].join('\n'));
await engine.close();
