/** Pages that are rendered before anybody asks: what they look up is there for who comes first. */
import { expect, it } from 'vitest';
import type { SearchEngine } from '../../src/index/engine.js';
import { warmUpPages } from '../../src/server/first-pages.js';
import { samplesFor } from '../../src/server/samples.js';
import { FILES, site } from './fixture.js';

it.each([
  ['looks up what the empty page offers, and searches for that', FILES, true],
  ['asks nothing of an empty folder', {}, false],
])('%s', async (_, files, isAsked) => {
  const asked = new Set<string>();
  const wrap = (engine: SearchEngine): SearchEngine =>
    Object.assign(Object.create(engine) as SearchEngine, {
      search: (...all: Parameters<SearchEngine['search']>) => {
        asked.add(all[0].query.text);
        return engine.search(...all);
      },
    });
  const { engine, indexer, close } = await site({ files, wrap });
  try {
    await warmUpPages(engine, indexer);
    const before = [...asked];
    const samples = await samplesFor(engine).get();
    expect(samples.length > 0).toBe(isAsked);
    // Everything, for samples; and each of these.
    expect(before).toEqual(isAsked ? ['*', ...samples] : []);
    expect([...asked]).toEqual(before);
  } finally {
    await close();
  }
});
