/** What must last on the disk. */
import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../src/index/store/durable.js';
import { temporaryFolder } from './folder.js';

// A name shorter than `.` and its separator, relative to the working folder, once synced the folders above it without an end.
test.each(['d', 'a/b/c', './d'])('a folder is made as %s, relative to the working folder', async (name) => {
  const folder = await temporaryFolder();
  const before = process.cwd();
  process.chdir(folder);
  try {
    await makeFolder(name);
  } finally {
    process.chdir(before);
  }
  expect((await stat(join(folder, name))).isDirectory()).toBe(true);
  await makeFolder(relative(before, join(folder, 'other')));
  expect((await stat(join(folder, 'other'))).isDirectory()).toBe(true);
});
