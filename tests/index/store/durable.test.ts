/** What must last on the disk. */
import { chmod, stat, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, writeWhole } from '../../../src/index/store/durable.js';
import { temporaryFolder } from '../folder.js';

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

test('folders are made for this user alone, by several at once', async () => {
  const folder = await temporaryFolder();
  const deep = join(folder, 'a', 'b', 'c');
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(deep)));
  for (const path of ['a', 'a/b', 'a/b/c']) expect((await stat(join(folder, path))).mode & 0o777).toBe(0o700);
});

test('files are for this user alone, in a folder that is for others as well', async () => {
  const folder = await temporaryFolder();
  await chmod(folder, 0o755);
  await writeWhole(folder, 'segment-1-0', Buffer.from('text of a document'));
  expect((await stat(join(folder, 'segment-1-0'))).mode & 0o777).toBe(0o600);
});

test('where no folder can be made, the system says why', async () => {
  const folder = await temporaryFolder({ file: 'text' });
  await symlink(join(folder, 'none'), join(folder, 'link'));
  await expect(makeFolder(join(folder, 'file'))).rejects.toThrow('EEXIST');
  await expect(makeFolder(join(folder, 'file', 'below'))).rejects.toThrow('EEXIST');
  await expect(makeFolder(join(folder, 'link', 'below'))).rejects.toThrow('EEXIST');
});
