/** The folders of the index need each other in one direction, as docs/architecture.md has it, and so do all files of the source. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));
const INDEX = join(SOURCE, 'index');

/** What each may need of the others. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  segment: [],
  words: ['segment'],
  documents: ['words'],
  store: ['segment'],
  write: ['segment', 'words'],
  generation: ['segment', 'words'],
  query: ['words'],
  search: ['segment', 'words', 'generation', 'query'],
  help: ['segment', 'words', 'generation', 'query', 'search'],
  threads: ['segment', 'words', 'documents', 'write', 'generation', 'query', 'search', 'help'],
  local: ['generation', 'store', 'threads'],
  follow: ['documents'],
  verify: ['segment', 'words', 'write'],
};

/** The files below a folder. */
function filesIn(folder: string): string[] {
  const names = readdirSync(folder, { encoding: 'utf8', recursive: true });
  return names.filter((name) => /\.tsx?$/.test(name)).map((name) => join(folder, name));
}

/** The files that a file names, types included, as they are called once they are compiled. */
function neededBy(path: string): string[] {
  const imports = readFileSync(path, 'utf8').matchAll(/from '(\.[^']+)'/g);
  return Array.from(imports, ([, from = '']) => join(dirname(path), from));
}

/** The folder of the index that a file stands in; '' for the index itself, `..` outside of it. */
function folderOf(path: string): string {
  const [first = '', ...rest] = relative(INDEX, path).split('/');
  return rest.length === 0 ? '' : first;
}

test.each(Object.entries(NEEDS))('%s needs %j alone', (folder, needs) => {
  const files = filesIn(join(INDEX, folder));
  expect(files.length).toBeGreaterThan(0);
  const allowed = ['', folder, ...needs];
  expect(files.flatMap(neededBy).filter((other) => !allowed.includes(folderOf(other)))).toEqual([]);
});

test('no file needs one that needs it', () => {
  const needs = new Map(filesIn(SOURCE).map((path) => [path.replace(/tsx?$/, 'js'), neededBy(path)]));
  const done = new Set<string>();
  /** The way back to a file that is on the way already; null where there is none. */
  const circle = (path: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return null;
    done.add(path);
    for (const other of needs.get(path) ?? []) {
      const found = circle(other, [...way, path]);
      if (found !== null) return found;
    }
    return null;
  };
  expect(needs.size).toBeGreaterThan(200);
  for (const path of needs.keys()) expect(circle(path, [])?.map((file) => relative(SOURCE, file)) ?? []).toEqual([]);
});
