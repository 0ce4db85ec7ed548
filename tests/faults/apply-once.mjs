/** One commit in a process of its own: `node apply-once.mjs <dist> <root> <data> <path>...`. Prints `ok`, or why it failed. */
import { join } from 'node:path';

const [dist, root, dataDir, ...add] = process.argv.slice(2);
const { LocalEngine } = await import(join(dist, 'src/index/local.js'));
const engine = await LocalEngine.open({ root, dataDir, maxFileBytes: 1e7 });
const outcome = await engine.apply({ remove: [], add }).then(
  () => 'ok',
  (error) => error.message,
);
console.log([...engine.problems, outcome].join('\n'));
await engine.close();
