/** Which folder an index is of, as a file beside it says. */
import { link, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { otherFolder, takeOver } from '../src/whose-index.js';
import { temporaryFolder } from './index/folder.js';

test('the file is replaced as a whole, so that a crash leaves what it said before', async () => {
  const [dataDir, first, second] = await Promise.all([temporaryFolder(), temporaryFolder(), temporaryFolder()]);
  expect(await takeOver({ dataDir, folder: first })).toBeNull();
  // Written in place, this name of the same file would change, too.
  await link(join(dataDir, 'folder.json'), join(dataDir, 'before'));
  expect(await takeOver({ dataDir, folder: second })).toContain(`was that of ${first}`);
  expect(await readFile(join(dataDir, 'before'), 'utf8')).toBe(JSON.stringify(first));
  expect(await otherFolder({ dataDir, folder: first })).toBe(second);
  expect(await otherFolder({ dataDir, folder: second })).toBeNull();
});
