/** `npm start`, as a person runs it: from the command to a search that shows an edit, to the end. */
import { appendFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, until } from './index/folder.js';
import { running } from './program.js';

test('npm start serves the folder, follows it, and leaves nothing behind when it is stopped', async () => {
  const folder = await temporaryFolder();
  await cp(new URL('../seeds', import.meta.url), folder, { recursive: true });
  const env = { PORT: '0', PILCROW_FOLDER: folder, PILCROW_DATA: join(await temporaryFolder(), 'data') };
  const server = await running('npm', ['start'], { env });
  await until('it is ready', async () => (await fetch(`${server.url}/readyz`)).ok);

  const hits = async (q: string): Promise<{ path: string }[]> => {
    const response = await fetch(`${server.url}/search?${new URLSearchParams({ q })}`);
    expect(response.status).toBe(200);
    const { hits } = (await response.json()) as { hits: { path: string }[] };
    return hits;
  };
  const [first] = await hits('the');
  expect(first).toBeDefined();
  expect(await hits('quetzalcoatlus')).toEqual([]);
  const path = first?.path ?? '';
  await appendFile(join(folder, path), '\n\nA quetzalcoatlus flew over.\n');
  // By its event, and how soon, tells index/follow/watch.test.ts, in whose process nobody else's work counts.
  await until('the edit is found', async () => (await hits('quetzalcoatlus')).length === 1);
  const page = await fetch(`${server.url}/?q=quetzalcoatlus`);
  expect(await page.text()).toContain('<mark>quetzalcoatlus</mark>');

  // npm alone is told, and passes the signal to a shell that passes it to nobody. Its exit code is the shell's.
  await server.stop();
  expect(server.stderr()).toContain('stopping');
  await expect(fetch(server.url)).rejects.toThrow();
});
