/** The documents of a folder, read as the engine reads them, for measurements without an engine. */
import { readdirSync } from 'node:fs';
import { readDocument } from '../src/index/documents/read.js';
import type { ReadDocument } from '../src/index/types.js';
import { MAX_BYTES } from './options.js';

/** All that can be read, in the order of their paths. */
export async function readFolder(root: string): Promise<ReadDocument[]> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort((a, b) => (a < b ? -1 : 1));
  const read: ReadDocument[] = [];
  for (const path of paths) {
    const found = await readDocument(root, path, { maxBytes: MAX_BYTES });
    if ('paragraphs' in found) read.push(found);
  }
  return read;
}
