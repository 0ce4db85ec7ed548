/**
 * Joins what `tsc` compiled to one file for each process and thread, with a few that they share: to load 250 modules takes longer than to
 * search in a small folder. Libraries are left where they are.
 */
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

/** Where a process or a thread begins, by their places below `src`. */
const ENTRIES = ['cli', 'search-thread', 'index/threads/worker', 'index/documents/apart-thread'];
const TO = 'dist/joined/src';

const bundle = await rolldown({
  input: Object.fromEntries(ENTRIES.map((name) => [name, `dist/src/${name}.js`])),
  platform: 'node',
  // What is named by neither a relative nor an absolute path is a library.
  external: /^(?![./]|[a-z]:[\\/])/i,
});
// By their names: a server that runs has some files in memory, and loads others when they are first needed, which may be newer.
const { output } = await bundle.generate({ chunkFileNames: 'shared/[name].js', minifyInternalExports: false });
for (const { fileName, code } of output) {
  const path = join(TO, fileName);
  // What runs already may be about to load it.
  if ((await readFile(path, 'utf8').catch(() => null)) === code) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, code);
}
await chmod(`${TO}/cli.js`, 0o755);
await cp('src/index/documents/pdf/cmaps', `${TO}/index/documents/pdf/cmaps`, { recursive: true });
