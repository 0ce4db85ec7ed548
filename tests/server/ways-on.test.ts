/** Where nothing is found: what is offered is tried, so that no offer leads to nothing again, and the usual cases have one. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SearchUnavailable } from '../../src/index/engine.js';
import { hrefs, named, textOf } from '../views/html.js';
import { IDLE, type Site, site } from './fixture.js';

let pilcrow: Site;
beforeAll(async () => {
  pilcrow = await site({
    files: {
      'harbour.md':
        '---\nauthor: Ada Lind\n---\n# The harbour\n\nThe harbour keeps two clocks, and a spring tide comes after the new moon.\n',
      'lamps.txt': 'Lamps\n\nA lamp of brass is polished on Mondays.\n\nOil is kept in the cellar.\n',
    },
  });
});
afterAll(() => pilcrow.close());

/** Ends the time in which ways are tried: half a second is enough for all, but not where the machine stands still for as long. */
let timeIsUp: AbortController;
beforeEach(() => {
  timeIsUp = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(timeIsUp.signal);
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function page(path: string): Promise<string> {
  return await (await pilcrow.app.request(path)).text();
}

/** What is offered: the address, and how many paragraphs it is said to find. */
async function offers(path: string): Promise<[href: string, says: string][]> {
  const html = await page(path);
  expect(named(html, 'h2').map(({ text }) => text)[0]).toMatch(/^Nothing (found|here)/);
  return listed(html);
}

function listed(html: string): [href: string, says: string][] {
  const list = /<ul class="ways">.*?<\/ul>/s.exec(html)?.[0] ?? '';
  return named(list, 'a').map(({ attributes, text }) => [
    attributes.href ?? '',
    /[\d,]+ paragraphs?/.exec(text)?.[0] ?? '',
  ]);
}

describe('an offer', () => {
  it.each([
    ['a phrase whose words stand apart', '/results?q=%22brass+lamp%22', '/?q=brass+lamp'],
    ['a phrase with a word that is mistyped', '/results?q=%22brass+polishd%22', '/?q=brass+polishd'],
    ['a phrase within a field', '/results?q=title:%22harbour+the%22', '/?q=title%3Aharbour+title%3Athe'],
    ['a filter that leaves all out', '/results?q=lamp&type=md', '/?q=lamp'],
    ['a filter in the words', '/results?q=lamp+type:md', '/?q=lamp'],
    ['a phrase of another author', '/results?q=%22brass+lamp%22+author:%22Ada+Lind%22', '/?q=brass+lamp'],
    ['a filter that nothing has', '/results?q=%22brass+lamp%22&after=2090', '/?q=brass+lamp'],
    ['all words, which no paragraph has', '/results?q=brass+harbour&match=all', '/?q=brass+harbour&match=any'],
    ['a word that is left out again', '/results?q=brass+-lamp', '/?q=brass'],
    ['a word that stands in no title', '/results?q=title:brass', '/?q=brass'],
    ['words that must both be there', '/results?q=brass+AND+moon', '/?q=brass+moon'],
    ['a word taken as it was mistyped', '/results?q=harbor&verbatim=true', '/?q=harbor%7E&verbatim=true'],
    ['a word that goes on otherwise', '/results?q=polishings&verbatim=true', '/?q=polish*&verbatim=true'],
  ])('is made for %s', async (_, path, href) => {
    expect((await offers(path)).map(([offered]) => offered)).toContain(href);
  });

  it.each([
    '?q=zebra',
    '?q=zebra+giraffe&type=md',
    '?q=%22zebra+giraffe%22+author:%22Ada+Lind%22',
    '?q=lamp+type:md+after:2090',
    '?q=brass&type=md&match=all',
    '?q=(brass+OR+zebra)+-lamp+type:txt',
    '?q=heading:%22zebra+lamp%22+-title:moon&group=document',
    '?q=%22brass+lamp%22~2+-polished',
    '?q=*&type=pdf',
    '?q=&type=pdf',
    `?q=${Array.from({ length: 40 }, (_, at) => `zebra${String.fromCharCode(97 + (at % 26), 97 + Math.floor(at / 26))}`).join('+')}`,
  ])('finds what it says: %s', async (query) => {
    for (const [href, says] of await offers(`/results${query}`)) {
      expect(textOf(await page(href)), href).toContain(`${says} in `);
    }
  });

  it('is not made where nothing would be found', async () => {
    expect(await offers('/results?q=zebra')).toEqual([]);
    expect(textOf(await page('/results?q=zebra'))).not.toContain('Some ways on');
  });

  it('keeps filters where it changes words', async () => {
    expect(await offers('/results?q=lamp+type:md')).toEqual([['/?q=lamp', '1 paragraph']]);
  });
});

describe('a search that cannot be tried', () => {
  /** Answers all but near spellings; those in a way of their own. */
  const offeredWith = async (similar: (signal?: AbortSignal) => Promise<never>): Promise<[string, string][]> => {
    const own = await site({
      files: { 'a.txt': 'Lamps\n\nA lamp of brass is polished on Mondays.\n' },
      wrap: (engine) => {
        const search = engine.search.bind(engine);
        engine.search = (request, signal) =>
          request.query.text.includes('~') ? similar(signal) : search(request, signal);
        return engine;
      },
    });
    const html = await (await own.app.request('/results?q=brass+-lamp')).text();
    await own.close();
    return listed(html);
  };

  it('is not offered, and the others are', async () => {
    const offered = await offeredWith(() => Promise.reject(new SearchUnavailable('Not now.')));
    expect(offered.map(([href]) => href)).toEqual(['/?q=brass', '/?q=bra*']);
  });

  it('keeps nobody waiting', async () => {
    const offered = await offeredWith((signal) => {
      timeIsUp.abort();
      return new Promise((_, reject) => {
        if (signal?.aborted) reject(signal.reason);
      });
    });
    expect(offered.map(([href]) => href)).toEqual(['/?q=brass']);
    expect(AbortSignal.timeout).toHaveBeenCalledWith(500);
  });
});

it('files that cannot be searched are named as a place where it may stand, and not where there are none', async () => {
  expect(textOf(await page('/results?q=zebra'))).not.toContain('cannot be searched');
  pilcrow.indexer.current = { ...IDLE, skipped: [{ path: 'scan.pdf', reason: 'it is a scan', stamp: null }] };
  const html = await page('/results?q=zebra');
  pilcrow.indexer.current = IDLE;
  expect(textOf(html)).toContain('1 file of the folder cannot be searched');
  expect(hrefs(html)).toContain('/status');
});
