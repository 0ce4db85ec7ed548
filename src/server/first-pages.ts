/** Renders what people open first before anybody does, so that V8 has compiled it: a first page took 120 ms, and held up all other requests for 50. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { stringsOf } from '../../views/language.js';
import { ask, FOR_PAGE } from '../index/ask.js';
import type { SearchEngine } from '../index/engine.js';
import { resultsFragment, searchPage } from './pages.js';
import { readPage } from './params.js';
import { samplesFor } from './samples.js';
import type { IndexerSeam } from './status-routes.js';

/** How often each kind of page is rendered. */
const TIMES = 4;

/**
 * Renders the empty page and some results. Other requests get their turn in between. Does nothing for an empty folder.
 * @throws SearchUnavailable where the folder cannot be searched
 */
export async function warmUpPages(engine: SearchEngine, indexer: Pick<IndexerSeam, 'status'>): Promise<void> {
  const samples = await samplesFor(engine).get();
  if (samples.length === 0) return;
  const say = stringsOf('en');
  for (const text of Array.from({ length: TIMES }, () => ['', ...samples]).flat()) {
    const { input } = readPage(new URLSearchParams({ q: text }));
    const answer = text === '' ? null : await ask(engine, { ...input, ...FOR_PAGE });
    await nextTurn();
    const state = {
      input,
      answer,
      problem: null,
      stats: engine.stats(),
      status: indexer.status(),
      samples,
      waysOn: [],
    };
    if (text === '') searchPage(state, say);
    else resultsFragment(state, say);
  }
}
