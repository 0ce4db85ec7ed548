/** The folders of the index need each other in one direction, as docs/architecture.md has it. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const INDEX = fileURLToPath(new URL('../../src/index', import.meta.url));

/** What each may need of the others. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  segment: [],
  words: ['segment'],
  documents: ['words'],
  store: ['segment'],
  write: ['segment', 'words'],
  search: ['segment', 'words'],
  help: ['segment', 'words', 'search'],
  threads: ['segment', 'words', 'documents', 'write', 'search', 'help'],
  verify: ['segment', 'words', 'write'],
};

/** The folder of the index that a file stands in; '' for the index itself, `..` outside of it. */
function folderOf(path: string): string {
  const [first = '', ...rest] = relative(INDEX, path).split('/');
  return rest.length === 0 ? '' : first;
}

test.each(Object.entries(NEEDS))('%s needs %j alone', (folder, needs) => {
  const files = readdirSync(join(INDEX, folder), { encoding: 'utf8', recursive: true }).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(0);
  const needed = files.flatMap((file) => {
    const path = join(INDEX, folder, file);
    const imports = readFileSync(path, 'utf8').matchAll(/from '(\.[^']+)'/g);
    return Array.from(imports, ([, from = '']) => folderOf(join(dirname(path), from)));
  });
  const allowed = ['', folder, ...needs];
  expect(needed.filter((other) => !allowed.includes(other))).toEqual([]);
});
