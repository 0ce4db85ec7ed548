/** Remembers which folder an index is of, in a file beside it: a person is told where it is that of another folder. */
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.js';
import { FOR_OTHERS, syncFolder, writeWhole } from './index/store/durable.js';
import { readWhole } from './index/store/read-whole.js';

const NAME = 'folder.json';

type Place = Pick<Config, 'dataDir' | 'folder'>;

/** The folder that the index is of, if it is another than the one of the documents; null if it is the same or not known. */
export async function otherFolder({ dataDir, folder }: Place): Promise<string | null> {
  const known = await remembered(dataDir);
  return known === (await trueName(folder)) ? null : known;
}

/** Makes the index that of the folder of the documents. Resolves to a sentence about it if it was that of another one, else to null. */
export async function takeOver({ dataDir, folder }: Place): Promise<string | null> {
  const known = await remembered(dataDir);
  const own = await trueName(folder);
  if (known === own) return null;
  // Where this cannot be written, no index is kept either.
  await remember(dataDir, own).catch(() => {});
  if (known === null) return null;
  return `The index in ${dataDir} was that of ${known}, and is made anew for ${folder}. To keep both, give each folder its own --data.`;
}

async function remembered(dataDir: string): Promise<string | null> {
  try {
    const known: unknown = JSON.parse((await readWhole(join(dataDir, NAME))).toString());
    return typeof known === 'string' ? known : null;
  } catch {
    return null;
  }
}

async function remember(dataDir: string, folder: string): Promise<void> {
  await writeWhole(dataDir, NAME, Buffer.from(JSON.stringify(folder)), FOR_OTHERS);
  await syncFolder(dataDir);
}

/** The same however a folder is named: links lead to it as well. */
export async function trueName(folder: string): Promise<string> {
  return await realpath(folder).catch(() => folder);
}
