/** Pilcrow's own application over a corpus: as files in a folder of its own, indexed and at rest. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Indexer } from '../src/index/indexer.js';
import { LocalEngine } from '../src/index/local.js';
import type { Corpus } from './corpus.js';

const IN_A_FILE = 50;

export interface Served {
  app: ReturnType<typeof import('../src/server/app.js').createApp>;
  /** Ends the engine and removes the folder. */
  close(): Promise<void>;
}

export async function serveCorpus({ lines }: Corpus): Promise<Served> {
  // The built product: it finds its assets beside its own package.json.
  const product = new URL('../../../dist/src/server/app.js', import.meta.url).href;
  const { createApp } = (await import(product)) as typeof import('../src/server/app.js');
  const folder = mkdtempSync(join(tmpdir(), 'pilcrow-served-'));
  const root = join(folder, 'files');
  mkdirSync(root);
  for (let start = 0; start < lines.length; start += IN_A_FILE) {
    const texts = lines.slice(start, start + IN_A_FILE).map(({ text }) => text);
    writeFileSync(join(root, `${String(start).padStart(7, '0')}.txt`), texts.join('\n\n'));
  }
  const engine = await LocalEngine.open({ root, dataDir: join(folder, 'data'), maxFileBytes: 2 ** 25 });
  const indexer = new Indexer({ engine, root });
  await indexer.reconcile();
  await engine.settled();
  return {
    app: createApp({ engine, indexer, settings: { allowedHosts: [], token: null }, log: console }),
    close: async () => {
      await indexer.close();
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
