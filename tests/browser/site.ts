/** A whole Pilcrow for the browser tests: a folder of its own, an engine over it, and a server on a free port. */
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalEngine } from '../../src/index/local.js';
import { SAME_THREAD } from '../../src/index/threads/same-thread.js';
import type { IndexerStatus } from '../../src/index/types.js';
import { createApp } from '../../src/server/app.js';
import { listen } from '../../src/server/serve.js';
import { IDLE } from '../views/data.js';

/** Kinds of text that a page must show well, or must not be harmed by. */
const FILES: Record<string, string> = {
  'harbour.md': `---
author: Ada Lindqvist
date: 2021-10-01
tags: [harbour, tides]
---
# The Harbour Book

The harbour keeps two clocks. One is for the people, who live by hours, and one for the boats, which live by the tide; and it is
the second that everybody trusts.

## Tides

A spring tide comes after the new moon and after the full moon, when sun and moon pull along one line. The harbour is then twice a
day a lake and twice a day a meadow of mud.

> Time and tide wait for no man, but a good harbour master waits for both.

### How to read the table

- Take the height at high water from the harbour table.
- Subtract the draught of your boat.
- What is left is water under the keel.

| day | high water | height |
|-----|-----------|--------|
| Mon | 04:12 | 3.9 m |
| Tue | 05:01 | 4.2 m |

\`\`\`js
const underKeel = (height, draught) => height - draught; // harbour arithmetic, never rounded in your favour, whatever the pilot says
\`\`\`

## Light

The light on the harbour wall is red to port. It is seen for six miles, and heard of much further.
`,
  'notes/lamps.md': `---
author: Bo Ek
date: 2022-03-04
tags: [lamps]
---
# Lamps

A lamp of brass is polished on Mondays.

Oil for the lamp is kept in the cellar.
`,
  'notes/hostile.txt': `<img src=x onerror=alert(1)> title

A paragraph with <script>document.title='owned'</script> and <b hx-get="/status" hx-trigger="load" hx-target="body">harbour</b> in it.

"><mark>not a mark</mark> &amp; no entity, for harbour.
`,
  'notes/letters.txt': `Wide letters

${'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(6)} is a word without an end, in a harbour.
`,
  'hebrew.html':
    '<!doctype html><html lang="he" dir="rtl"><title>נמל</title><body><p>הנמל הישן נמצא ליד הים, ויש בו harbour קטן.</p></body></html>',
  'many.txt': `Log of the pilot

${Array.from({ length: 65 }, (_, day) => `On day ${day + 1} the pilot wrote of wind, of weather and of ships that passed the wall; nothing else was new.`).join('\n\n')}
`,
};

/** A log of more than two of the reader's parts; only some days have a whale. */
export const LONG = `# Long log\n\n${Array.from({ length: 2_300 }, (_, i) => `${i % 100 === 0 ? `## Week ${i / 100}\n\n` : ''}Day ${i + 1} passed${[30, 700, 1500, 2250].includes(i + 1) ? ', and a whale was seen' : ' without a sight'}.`).join('\n\n')}\n`;

/** A server. */
export interface Served {
  url: string;
  /** What the indexer says it does; tests may change it. */
  status: IndexerStatus;
  rebuilds: number;
  close(): Promise<void>;
}

/** A running Pilcrow. */
export interface Site extends Served {
  /** The folder of documents. */
  root: string;
  engine: LocalEngine;
  /** The address of a document in the reader. */
  addressOf(path: string): Promise<string>;
}

/** Starts a server over an engine, which stays when the server is closed. */
export async function serveOver(engine: LocalEngine): Promise<Served> {
  const indexer = {
    status: () => served.status,
    rebuild: async () => {
      served.rebuilds++;
    },
  };
  const settings = { allowedHosts: [], token: null, queryStats: true };
  const app = createApp({ engine, indexer, settings, log: console });
  const server = await listen(app, { host: '127.0.0.1', port: 0, drainMs: 0, graceMs: 500 });
  const served: Served = { url: server.url, status: IDLE, rebuilds: 0, close: server.close };
  return served;
}

/** Starts one over the seeds, the files above, and more by their paths. */
export async function openSite(more: Readonly<Record<string, string | Uint8Array>> = {}): Promise<Site> {
  const around = await mkdtemp(join(tmpdir(), 'pilcrow-site-'));
  const root = join(around, 'island');
  await cp(new URL('../../seeds', import.meta.url), root, { recursive: true });
  await mkdir(join(root, 'notes'));
  for (const [path, text] of Object.entries({ ...FILES, ...more })) await writeFile(join(root, path), text);
  const engine = await LocalEngine.open({ root, dataDir: null, maxFileBytes: 1 << 20, searchers: SAME_THREAD });
  const add = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  await engine.apply({ remove: [], add });
  const served = await serveOver(engine);
  served.status = { ...IDLE, lastRun: { at: Date.now(), durationMs: 12, added: add.length, removed: 0 } };
  const addressOf = async (path: string): Promise<string> => {
    const response = await fetch(`${served.url}/search?q=*&path=${encodeURIComponent(path)}`);
    const body: { hits: { documentId: string }[] } = JSON.parse(await response.text());
    return `${served.url}/doc/${body.hits[0]?.documentId ?? ''}`;
  };
  const closeServer = served.close;
  // The same object: its server tells what is set here.
  return Object.assign(served, {
    root,
    engine,
    addressOf,
    close: async () => {
      await closeServer();
      await engine.close();
      await rm(around, { recursive: true, force: true });
    },
  });
}
