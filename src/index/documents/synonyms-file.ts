/** Reads the synonyms file of a folder, which is no document. */
import { join } from 'node:path';
import { NO_SYNONYMS, parseSynonyms, SYNONYMS_FILE, type Synonyms } from '../synonyms.js';
import { decode } from './decode.js';
import { openSafely, readBytes, realRootOf } from './open-file.js';

/** The synonyms of a folder; none if it has no such file, or one that cannot be read. */
export async function readSynonyms(root: string, { maxBytes }: { maxBytes: number }): Promise<Synonyms> {
  try {
    const realRoot = await realRootOf(root);
    const { file, stats } = await openSafely(realRoot, join(realRoot, SYNONYMS_FILE), maxBytes);
    try {
      const bytes = await readBytes(file.fd, Number(stats.size), maxBytes);
      return await parseSynonyms(decode(bytes, 'txt') ?? '');
    } finally {
      await file.close();
    }
  } catch {
    return NO_SYNONYMS;
  }
}

/** Why the file is no document, and what is wrong in it. */
export function synonymsReason({ problems }: Synonyms): string {
  const reason = 'not a document: the words in it stand for one another in searches';
  return problems.length === 0 ? reason : `${reason}. ${problems.join(' ')}`;
}
