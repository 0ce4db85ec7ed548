/** Finds the folder of the package, which holds what is not code: package.json, and what the browser gets. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json: this file runs from `src` and, built, from below `dist`. @throws where there is none */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json is missing: install Pilcrow again.');
    folder = parent;
  }
  return folder;
}
