/** How results look in a real browser: where things stand and how hits are set, on screens of every width, in both colour schemes, and on paper. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cases } from '../times.js';
import { axeFindings } from './axe.js';
import { atSizes, openStage, sizesOf } from './visitor.js';

const SWALLOWS = `Swallows

The swallows are asleep by the gable,
and asleep are the doors of the barn;
the swallows have nothing to say now.

Swallows are short.

Swallows are brief.
`;

const BERTHS = `function berth(ship) {
\tif (ship.draughtAtLowWater > basin.depthAtLowWater) throw new RangeError('no berth for a ship of that draught');

  return basin.berths.find((berth) => berth.length > ship.length && berth.isEmpty());
}`;

const DREDGER = `tow {
\t\t\t\t\t\t\tdredger.leave(basin, tomorrow);
                                                                      return dredger;
}`;

const { site, withVisitor } = await openStage({
  'swallows.txt': SWALLOWS,
  'berths.md': `\`\`\`\n${BERTHS}\n\`\`\`\n`,
  'pennants.md': `# ${'Of pennants that were seen from the wall by day and by night '.repeat(4)}to the end of it\n\nA pennant.\n`,
  'dredger.md': `\`\`\`\n${DREDGER}\n\`\`\`\n`,
});

test('filters below the hits begin where these do, on screens of every width', () =>
  withVisitor(async ({ page }) => {
    await page.goto(`${site.url}/?q=harbour`);
    await atSizes(page, sizesOf(1180, 1000, 700, 375), async (size) => {
      const [sections, hit, foot] = await Promise.all(
        ['.sections', '.passage', '.foot .body'].map((name) => page.locator(name).first().boundingBox()),
      );
      expect(sections?.x, size).toBeCloseTo(hit?.x ?? 0, 0);
      expect(foot?.x, size).toBeCloseTo(hit?.x ?? 0, 0);
    });
  }));

test.each(cases(320, 1280))(
  'a title as long as a paragraph takes three lines of a hit, and no screen of the reader, at %i pixels',
  (width) =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${site.url}/?q=pennant`);
        const link = page.locator('.source a').first();
        expect((await link.boundingBox())?.height).toBeLessThanOrEqual(3 * 24);
        await link.click();
        await page.waitForLoadState();
        const title = await page.locator('h1').boundingBox();
        expect(title?.height).toBeLessThan(500);
        expect(await page.locator('h1').textContent()).toContain('the end of it');
        await page.emulateMedia({ media: 'print' });
        await page.goBack();
        expect((await page.locator('.source a').first().boundingBox())?.height).toBeGreaterThan(3 * 24);
      },
      { viewport: { width, height: 800 } },
    ),
);

test('on a phone the way to the filters stands in the line of the count, also where there is much', () =>
  withVisitor(
    async ({ page }) => {
      await page.goto(`${site.url}/?q=harbour`);
      await page.evaluate("document.querySelector('.told > *').textContent = '17,814 paragraphs in 554 documents'");
      const [count, link] = await Promise.all(
        ['.told > *', '.to-narrow'].map((name) => page.locator(name).first().boundingBox()),
      );
      expect(link?.y).toBeLessThan((count?.y ?? 0) + (count?.height ?? 0));
    },
    { viewport: { width: 360, height: 800 }, isMobile: true, hasTouch: true },
  ));

test('on a narrow phone the way to the filters has a line of its own, and what may be done with a hit stays in one', () =>
  withVisitor(
    async ({ page }) => {
      await page.goto(`${site.url}/?q=pilot&type=txt`);
      const [link, chips, like] = await Promise.all(
        ['.to-narrow', '.chips', '.like'].map((name) => page.locator(name).first().boundingBox()),
      );
      expect((link?.y ?? 0) + (link?.height ?? 0)).toBeLessThan(chips?.y ?? 0);
      expect(like?.height).toBeLessThan(24);
    },
    { viewport: { width: 280, height: 800 }, locale: 'de' },
  ));

describe('how hits are set', () => {
  test('lines of code can be told apart where they are too long, and copied', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=berth`);
      await atSizes(page, sizesOf(1280, 375), async (size) => {
        // Where each line begins, behind its spaces, and where it goes on.
        const lefts: number[][] = await page.evaluate(`[...document.querySelectorAll('pre.code .line')].map((line) => {
          const range = document.createRange();
          range.selectNodeContents(line);
          const text = line.querySelector('.indent')?.nextSibling ?? line.firstChild;
          range.setStart(text, Math.max(0, text.data.search(/\\S/)));
          return [...range.getClientRects()].filter(({ width }) => width > 0);
        }).map((boxes) => boxes.map(({ left, top }) => [Math.round(left), top]).filter(([, top], i, all) => i === 0 || top > all[i - 1][1] + 9).map(([left]) => left))`);
        expect(lefts.filter(({ length }) => length > 1).length, size).toBeGreaterThan(1);
        for (const [first = 0, ...others] of lefts)
          for (const left of others) expect(left, size).toBeGreaterThan(first);
        const copied = await page.evaluate(
          "(getSelection().selectAllChildren(document.querySelector('pre.code')), getSelection().toString())",
        );
        expect(copied, size).toBe(BERTHS);
      });
    }));

  test('lines of code that begin far in have words where they begin, and room for them', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=dredger`);
      await atSizes(page, sizesOf(1280, 375, 320), async (size) => {
        // Where the first line of each begins, behind its spaces, and how many lines it takes.
        const lines: [number, number][] =
          await page.evaluate(`[...document.querySelectorAll('pre.code .line')].map((line) => {
          const range = document.createRange();
          range.selectNodeContents(line);
          const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          while (texts.nextNode() && !/\\S/.test(texts.currentNode.data));
          range.setStart(texts.currentNode, texts.currentNode.data.search(/\\S/));
          const { top } = range.getClientRects()[0];
          const box = line.getBoundingClientRect();
          return [Math.round((top - box.top) / 22), Math.round(box.height / 22)];
        })`);
        expect(
          lines.map(([first]) => first),
          size,
        ).toEqual(DREDGER.split('\n').map(() => 0));
        expect(Math.max(...lines.map(([, count]) => count)), size).toBeLessThan(4);
        const copied = await page.evaluate(
          "(getSelection().selectAllChildren(document.querySelector('pre.code')), getSelection().toString())",
        );
        expect(copied, size).toBe(DREDGER);
      });
    }));

  test.each([
    ['a mouse', false],
    ['a finger', true],
  ])('%s sees where a hit without a title opens', (_, hasTouch) =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${site.url}/?q=pilot`);
        const again = page.locator('.again').first();
        if (!hasTouch) await again.locator('.passage').hover();
        const line = await page.evaluate(
          "getComputedStyle(document.querySelector('.again .folio')).textDecorationLine",
        );
        expect(line).toBe('underline');
      },
      hasTouch ? { viewport: { width: 390, height: 800 }, hasTouch, isMobile: true } : {},
    ),
  );

  test('the ring of the button stands within the field, which has none then', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=pilot`);
      await page.locator('#q').focus();
      await page.keyboard.press('Tab');
      const rings: string[] = await page.evaluate(
        `[getComputedStyle(document.querySelector('.field')).boxShadow, getComputedStyle(document.activeElement).outlineOffset]`,
      );
      expect(rings).toEqual(['none', '-2px']);
    }));

  test('code whose lines have no room at all begins them at its edge', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${site.url}/?q=berth`);
        await page.addStyleTag({ content: 'html { font-size: 250%; }' });
        const indents: string[] = await page.evaluate(
          "[...document.querySelectorAll('.line')].map((line) => getComputedStyle(line).textIndent)",
        );
        expect(new Set(indents)).toEqual(new Set(['0px']));
      },
      { viewport: { width: 320, height: 800 }, bypassCSP: true },
    ));

  test('verse keeps its lines', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=gable`);
      const lines = (await page.locator('.passage').first().innerText()).split('\n');
      expect(lines.map((line) => line.split(' ').at(-1))).toEqual(['gable,', 'barn;', 'now.']);
    }));

  test('what is not seen beside short ones keeps them no further apart', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=swallows`);
      expect(await page.locator('.again').count()).toBe(2);
      const gaps: number[] = await page.evaluate(`[...document.querySelectorAll('.hit')].map((hit) => {
        const bottom = (selector) => hit.querySelector(selector).getBoundingClientRect().bottom;
        return hit.getBoundingClientRect().bottom - Math.max(bottom('.passage'), bottom('.lines'));
      })`);
      expect(Math.max(...gaps)).toBeLessThan(2);
    }));

  test('marked words stand on the line of those beside them', () =>
    withVisitor(async ({ page }) => {
      for (const q of ['swallows', 'berth']) {
        await page.goto(`${site.url}/?q=${q}`);
        const heights: number[] = await page.evaluate(
          `[...document.querySelectorAll('.passage')].map((passage) => parseFloat(getComputedStyle(passage).lineHeight))`,
        );
        expect(heights.filter((height) => !Number.isInteger(height))).toEqual([]);
      }
    }));
});

describe('nothing moves by itself', () => {
  const WATCH = `globalThis.shifts = []; new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) globalThis.shifts.push([value, sources.map(({ node }) => node?.className)]);
    }).observe({ type: 'layout-shift', buffered: true });`;

  test('not while a page comes, nor when results do', () =>
    withVisitor(async ({ page, addInitScript }) => {
      await addInitScript(WATCH);
      // What is asked for through here comes from no cache, as for who was never there.
      await page.route('**', (route) => route.continue());
      for (const path of ['/', '/?q=harbour', '/?q=pilot&group=document', '/nowhere']) {
        await page.goto(site.url + path, { waitUntil: 'networkidle' });
        expect([path, await page.evaluate('globalThis.shifts')]).toEqual([path, []]);
      }
    }));

  test('nor where it comes in pieces', () =>
    withVisitor(
      async ({ page, addInitScript }) => {
        await addInitScript(WATCH);
        const document = new URL(await site.addressOf('harbour.md')).pathname;
        for (const [path, ...before] of [
          ['/', '<form', '<section', 'Keys</button>'],
          ['/?q=harbour', '<mark>', '</main>'],
          ['/nowhere', '<h1', '/status'],
          [document, '<form'],
        ] as const) {
          for (const text of before) {
            await page.goto((await inPieces(path, text)) + path, { waitUntil: 'load' });
            expect([path, text, await page.evaluate('globalThis.shifts')]).toEqual([path, text, []]);
          }
        }
      },
      { viewport: { width: 390, height: 900 } },
    ));
});

/** The address of the site once more, where all pages are one, which stops coming for a moment before it goes on with a text. */
async function inPieces(path: string, text: string): Promise<string> {
  const html = await (await fetch(site.url + path, { headers: { Accept: 'text/html' } })).text();
  const cut = html.indexOf(text, html.indexOf('<header'));
  expect(cut).toBeGreaterThan(0);
  const server = createServer(async ({ url = '/' }, response) => {
    if (/^.(assets|favicon|manifest)/.test(url)) {
      const answer = await fetch(site.url + url);
      response.writeHead(answer.status, { 'Content-Type': answer.headers.get('Content-Type') ?? '' });
      response.end(Buffer.from(await answer.arrayBuffer()));
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.write(html.slice(0, cut));
    setTimeout(() => response.end(html.slice(cut)), 150);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('axe finds nothing to mend in any state of the results, on a desk and on a phone', () =>
  withVisitor(async ({ page }) => {
    for (const path of [
      '/?q=harbour+OR+lamp&after=2021&match=any&type=md&group=document&sort=newest&explain=true',
      ...cases(
        '/?q=zyzzyva&type=md',
        '/?q=harbour&type=md&type=html&tag=tides',
        '/?q=pilot&page=2&generation=0',
        '/?q=pennant',
        '/offline',
      ),
    ]) {
      await page.goto(site.url + path);
      await atSizes(page, sizesOf(...cases(390, 1280)), async (size) => {
        expect(await axeFindings(page), `${path}, ${size}`).toEqual([]);
        const wider: number = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(wider, `${path}, ${size}`).toBeLessThanOrEqual(0);
      });
    }
    // The list of keys, over all that.
    await page.goto(`${site.url}/?q=harbour`);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await atSizes(page, sizesOf(...cases(390, 1280)), async (size) =>
      expect(await axeFindings(page), size).toEqual([]),
    );
  }));

test('on paper there are the hits alone, with marks that can be read', () =>
  withVisitor(async ({ page }) => {
    await page.goto(`${site.url}/?q=harbour`);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const gone of ['.top', '.narrow', '.to-narrow', '.hint', '.like >> nth=0', '.foot']) {
      expect(await page.locator(gone).isVisible(), gone).toBe(false);
    }
    const colour = await page.evaluate("getComputedStyle(document.querySelector('.hit .passage mark')).color");
    expect(colour).toBe('rgb(0, 0, 0)');
    // Two marks in a title keep the space between them.
    await page.goto(`${site.url}/?q=harbour+book`);
    const between = () =>
      page.evaluate(`(() => {
          const [one, other] = document.querySelectorAll('.source mark');
          return other.getBoundingClientRect().left - one.getBoundingClientRect().right;
        })()`);
    const onPaper = await between();
    await page.emulateMedia({ media: 'screen' });
    expect(onPaper).toBeCloseTo(Number(await between()), 1);
  }));
