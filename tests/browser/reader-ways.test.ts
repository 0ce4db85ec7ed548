/** The ways through a document in the reader, by keys, mouse and finger, each with its twin without JavaScript where there is one. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { cases, sized } from '../times.js';
import { LONG } from './site.js';
import { atSizes, inPage, openStage, sizesOf, target } from './visitor.js';

const FILES = {
  'long.md': LONG,
  'leaving.txt': 'Leaving\n\nThe whale leaves.\n',
  'uneven.md': `# Uneven\n\n${Array.from({ length: 300 }, (_, i) => 'a wave of iiiiii '.repeat(((i * 7) % 40) + 1)).join('\n\n')}\n`,
};

const { site, withVisitor } = await openStage(FILES);
const book = await site.addressOf('harbour.md');
const long = await site.addressOf('long.md');

const WITHOUT = { javaScriptEnabled: false };
const count = (page: Page): Promise<string | null> => page.locator('#places .count').textContent();

/** That an element comes to lie between the bar and the lower edge: on a busy machine a long page is laid out in several steps, each of which moves it. */
async function inSight(page: Page, selector: string): Promise<void> {
  const height = page.viewportSize()?.height ?? 0;
  const isInSight = async (): Promise<boolean> => {
    const bar = await page.locator('.finder').boundingBox();
    const box = await page.locator(selector).boundingBox();
    const y = box?.y ?? 0;
    return y >= (bar?.y ?? 0) + (bar?.height ?? 0) - 1 && y < height;
  };
  await expect.poll(isInSight).toBe(true);
}

describe('from document to document', () => {
  const heading = (page: Page): Promise<string | null> => page.locator('h1').textContent();

  test('`j` and `k` go through the documents of the results, as they were narrowed, and the way back leads there', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=harbour&type=md&type=html&sort=path`);
      await page.locator('.hit a').first().click();
      await expect.poll(() => heading(page)).toBe('The Harbour Book');
      // Keys mean something once the script is there.
      await page.waitForLoadState();
      await page.keyboard.press('j');
      await inPage(page, 'document.querySelector("h1").textContent === "נמל"');
      expect(await target(page)).toBe('p1');
      await page.waitForLoadState();
      // It was the last one.
      await page.keyboard.press('j');
      await page.keyboard.press('k');
      await inPage(page, 'document.querySelector("h1").textContent === "The Harbour Book"');
      await page.locator('.back').click();
      await page.waitForURL(`${site.url}/?q=harbour&type=md&type=html&sort=path`);
    }));

  test('words that are looked for in a document keep what the results were narrowed to', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}?q=harbour&type=md`);
      await page.locator('#find-q').fill('light');
      await inPage(page, 'new URLSearchParams(location.search).get("q") === "light"');
      await inPage(page, 'document.querySelector(".back").textContent.includes("light")');
      expect(await page.locator('.back').getAttribute('href')).toBe('/?q=light&type=md');
    }));

  test('without JavaScript the links do the same', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}?q=harbour&type=md&type=html&sort=path`);
      await page.locator('.on a').click();
      await expect.poll(() => heading(page)).toBe('נמל');
      await page.locator('#previous-document').click();
      await expect.poll(() => heading(page)).toBe('The Harbour Book');
    }, WITHOUT));
});

describe('from place to place', () => {
  test('`n` and `p` go on and back, say where one is, and leave one entry in the history', () =>
    withVisitor(async ({ page }) => {
      await page.goto(site.url);
      await page.goto(`${book}?q=harbour`);
      expect(await count(page)).toBe('6 places');
      for (const [key, id, place] of [
        ['n', 'p1', '1 of 6'],
        ['n', 'p2', '2 of 6'],
        ['n', 'p3', '3 of 6'],
        ['p', 'p2', '2 of 6'],
        ['p', 'p1', '1 of 6'],
        // Around the ends.
        ['p', 'p9', '6 of 6'],
        ['n', 'p1', '1 of 6'],
      ] as const) {
        await page.keyboard.press(key);
        expect(await target(page)).toBe(id);
        expect(await count(page)).toBe(place);
        expect(await page.locator('#announcer').textContent()).toBe(place);
        await inSight(page, `#${id} mark >> nth=0`);
      }
      await page.goBack();
      // The move to the last place may end the wait of `goBack` before the way back has begun.
      await page.waitForURL(`${site.url}/`);
    }));

  test.each(cases(375, 1280, 320))('a place that is gone to stands below the bar, at %i pixels', (width) =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${long}?q=passed#p500`);
        await inSight(page, '#p500 .passage');
        await page.keyboard.press('n');
        await inSight(page, '#p501 .passage');
        const [bar, place] = await Promise.all(
          ['.finder', '#p501'].map((selector) => page.locator(selector).boundingBox()),
        );
        expect(place?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
      },
      { viewport: { width, height: 700 } },
    ),
  );

  test('the keys go on from what is in sight after scrolling, and are letters in a field', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${long}?q=passed`);
      await page.locator('#p500').scrollIntoViewIfNeeded();
      await page.keyboard.press('n');
      const at = Number((await target(page))?.slice(1));
      expect(at).toBeGreaterThan(480);
      expect(at).toBeLessThan(520);
      await page.goto(book);
      await page.locator('#find-q').pressSequentially('pin');
      expect(await page.locator('#find-q').inputValue()).toBe('pin');
    }));

  test('the buttons of the bar do the same', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}?q=harbour#p3`);
      await expect.poll(() => count(page)).toBe('3 of 6');
      await page.locator('#next-place').click();
      expect(await target(page)).toBe('p4');
      await page.locator('#previous-place').click();
      expect(await target(page)).toBe('p3');
    }));

  test('without JavaScript each place leads to its neighbours, and the bar to the first', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}?q=harbour`);
      await page.locator('#next-place').click();
      expect(await target(page)).toBe('p1');
      await page.locator(':target').getByLabel('Next match').click();
      expect(await target(page)).toBe('p2');
      expect(await page.locator(':target .of').textContent()).toBe('2 of 6');
      await page.locator(':target').getByLabel('Previous match').click();
      expect(await target(page)).toBe('p1');
    }, WITHOUT));

  test('the map leads to the places and stands where they are', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${long}?q=whale`);
      const ticks = page.locator('.minimap a');
      expect(await ticks.evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([
        '#p30',
        '#p700',
      ]);
      await page.locator('.minimap .reach').nth(1).click();
      expect(await target(page)).toBe('p700');
      // As far down the window as the paragraph is down the page, once that is laid out.
      await inPage(
        page,
        `Math.abs(
          document.querySelectorAll('.minimap a rect:last-child')[1].getBoundingClientRect().top / innerHeight -
          (document.querySelector('#p700').getBoundingClientRect().top + scrollY) / document.documentElement.scrollHeight,
        ) < 0.02`,
      );
      // The bar that goes along does not cover those at the top.
      await page.locator('.minimap .reach').first().click();
      expect(await target(page)).toBe('p30');
    }));
});

describe('searching in the document', () => {
  test('marks while one types, and what is read stays where it is', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${long}?q=whale#p700`);
      const top = async () => (await page.locator('#p700').boundingBox())?.y ?? 0;
      const before = await top();
      await page.keyboard.press('/');
      expect(await page.evaluate('document.activeElement.id')).toBe('find-q');
      await page.keyboard.type('passed');
      await expect.poll(() => page.locator('#p700 mark').allTextContents()).toEqual(['passed']);
      expect(Math.abs((await top()) - before)).toBeLessThan(2);
      expect(await page.locator('#find-q').inputValue()).toBe('passed');
      expect(await page.evaluate('document.activeElement.id')).toBe('find-q');
      expect(new URL(page.url()).searchParams.get('q')).toBe('passed');
      expect(await page.locator('#places').textContent()).toContain('2,300');
    }));

  test('Enter goes from place to place, also before the marks are there, and the field keeps the focus', () =>
    withVisitor(async ({ page }) => {
      await page.goto(book);
      await page.keyboard.press('/');
      await page.keyboard.type('tide');
      const at = async () => [
        await page.evaluate("document.querySelector(':target')?.id"),
        await page.evaluate('document.activeElement.id'),
      ];
      await page.keyboard.press('Enter');
      await expect.poll(at).toEqual(['p1', 'find-q']);
      for (const [keys, place] of [
        ['Enter', 'p2'],
        ['Enter', 'p3'],
        ['Shift+Enter', 'p2'],
      ] as const) {
        await page.keyboard.press(keys);
        await expect.poll(at).toEqual([place, 'find-q']);
      }
      expect(new URL(page.url()).searchParams.get('q')).toBe('tide');
      await page.locator('#find-q').fill('zyzzyva');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('.matches').textContent()).toContain('in no paragraph');
      expect(await page.evaluate('document.activeElement.id')).toBe('find-q');
    }));

  test('tells a screen reader how much is marked, once, and nothing of it when something else comes', () =>
    withVisitor(async ({ page }) => {
      const announced = () => page.locator('#announcer').textContent();
      await page.goto(`${book}?q=harbour#p5`);
      await page.locator('#p5 .related').click();
      await page.locator('#p5 .similar li').first().waitFor();
      await page.waitForTimeout(700);
      expect(await announced()).toBe('');
      await page.locator('#find-q').fill('tide');
      await expect.poll(announced).toBe('“tide” is marked in 3 of 9 paragraphs');
      await page.locator('#find-q').fill('zyzzyva');
      await expect.poll(announced).toBe('“zyzzyva” is in no paragraph here');
    }));

  test('keeps what is read where the words are refused, and leads to the page that says so where the document is gone', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${await site.addressOf('leaving.txt')}?q=whale`);
      await page.locator('#find-q').fill(Array.from({ length: 80 }, (_, index) => `w${index}`).join(' '));
      await page.getByText('could not answer').waitFor();
      // Right below the bar, with nothing of the text between the two.
      const between = await page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('#problem')).top) - document.querySelector('.finder').clientHeight",
      );
      expect(between).toBe(0);
      expect(await page.locator('.para mark').allTextContents()).toEqual(['whale']);
      expect(new URL(page.url()).searchParams.get('q')).toBe('whale');
      await page.locator('#find-q').fill('leaves');
      await expect.poll(() => page.locator('.para mark').allTextContents()).toEqual(['leaves']);
      await expect.poll(() => page.locator('#problem').textContent()).toBe('');
      await site.engine.apply({ remove: ['leaving.txt'], add: [] });
      await page.locator('#find-q').fill('whale');
      await page.getByRole('heading', { name: 'Not found' }).waitFor();
    }));

  test('without JavaScript it is a form that keeps the part and the paragraph of the address', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${long}?q=whale&p=1500#p1500`);
      await page.fill('#find-q', 'passed');
      await page.keyboard.press('Enter');
      await page.waitForURL(/q=passed/);
      expect(await target(page)).toBe('p1500');
      expect(await page.locator('#p1500 mark').allTextContents()).toEqual(['passed']);
    }, WITHOUT));
});

describe('a long document', () => {
  test('comes in parts; an address without the part is found, and the keys go on across them', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${long}?q=whale#p1500`);
      await page.waitForURL(/p=1500#p1500$/);
      await inSight(page, '#p1500');
      expect(await page.locator('.para').count()).toBe(1_000);
      await page.keyboard.press('p');
      await page.waitForURL(/q=whale#p700$/);
      // From below the last place of a part into the next one, and from the last part around.
      await page.locator('#p1000').scrollIntoViewIfNeeded();
      await page.keyboard.press('n');
      await page.waitForURL(/p=1500#p1500$/);
      await page.keyboard.press('n');
      await page.waitForURL(/p=2250#p2250$/);
      expect(await count(page)).toBe('4 of 4');
      await page.keyboard.press('n');
      await page.waitForURL(/q=whale#p/);
      expect(await count(page)).toBe('1 of 4');
    }));

  test('without JavaScript the parts are pages, and hits lead into them', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/search?q=whale&path=long.md`);
      const hits: { url: string }[] = JSON.parse((await page.locator('pre').textContent()) ?? '').hits;
      await page.goto(site.url + hits.map(({ url }) => url).find((url) => url.endsWith('#p2250')));
      expect(await page.locator(':target mark').allTextContents()).toEqual(['whale']);
      await page
        .getByRole('navigation', { name: 'Parts of this document', exact: true })
        .getByRole('link', { name: 'Part 1, 2 places' })
        .click();
      await expect.poll(() => page.locator('.para').first().getAttribute('id')).toBe('p1');
    }, WITHOUT));
});

test('who comes back, or loads the page again, is at the paragraph that was read', () =>
  withVisitor(async ({ page }) => {
    await page.goto(`${await site.addressOf('uneven.md')}?q=wave`);
    // Heights that were guessed are known where one has been.
    for (let step = 0; step < sized(40); step++) {
      await page.mouse.wheel(0, 700);
      await page.waitForTimeout(20);
    }
    const atTop = (): Promise<unknown> => page.evaluate("document.elementFromPoint(600, 300).closest('.para').id");
    // On a busy machine the page still scrolls when the last step was sent.
    let place: unknown = null;
    for (let before: unknown; place === null || place !== before; await page.waitForTimeout(300)) {
      before = place;
      place = await page.evaluate('scrollY');
    }
    const read = await atTop();
    await page.goto(`${site.url}/status`);
    await page.goBack();
    await expect.poll(atTop).toBe(read);
    await page.reload();
    await expect.poll(atTop).toBe(read);
    // A link to a paragraph leads there all the same.
    await page.evaluate("location.hash = 'p3'");
    await inSight(page, '#p3');
  }));

test('however late what is above gets its height, the paragraph stays, until the reader scrolls', () =>
  withVisitor(async ({ page, addInitScript }) => {
    // As in a browser that does not itself hold what is in sight.
    await addInitScript("addEventListener('load', () => document.body.style.setProperty('overflow-anchor', 'none'))");
    await page.goto(`${await site.addressOf('uneven.md')}?q=wave`);
    await page.evaluate("document.getElementById('p150').scrollIntoView()");
    await inPage(page, 'history.state?.kept != null');
    const kept = (await page.evaluate('history.state.kept')) as { id: string; top: number };
    const top = async (): Promise<number> => (await page.locator(`#${kept.id}`).boundingBox())?.y ?? 0;
    const scrolled = (): Promise<unknown> => page.evaluate('scrollY');
    /** Resolves when that is laid out, and what it brings about is done. */
    const growTo = (height: number) =>
      page.evaluate(`new Promise((resolve) => {
        document.getElementById('p20').style.paddingTop = '${height}px';
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      })`);
    await page.reload();
    await expect.poll(top).toBeCloseTo(kept.top, 0);
    for (const height of [300, 100, 700]) {
      await growTo(height);
      expect(await top()).toBeCloseTo(kept.top, 0);
    }
    await page.mouse.wheel(0, 50);
    await expect.poll(top).toBeCloseTo(kept.top - 50, 0);
    const there = await scrolled();
    await growTo(0);
    expect(await scrolled()).toBe(there);
  }));

describe('the outline', () => {
  test('stands beside the text where there is room, and leads to its headings', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(book);
        const outline = page.getByRole('navigation', { name: 'Outline' });
        expect(await outline.getByRole('link').allTextContents()).toEqual(['Tides', 'How to read the table', 'Light']);
        await outline.getByRole('link', { name: 'How to read the table' }).click();
        await inSight(page, 'h3');
        // Near it on the widest screen, and not over what stands in its margin.
        await atSizes(page, sizesOf(1440, 2560), async (size) => {
          const [list, place] = await Promise.all(
            ['.outline', '.para .place >> nth=0'].map((name) => page.locator(name).boundingBox()),
          );
          const between = (place?.x ?? 0) - (list?.x ?? 0) - (list?.width ?? 0);
          expect(between, size).toBeGreaterThanOrEqual(0);
          expect(between, size).toBeLessThan(48);
        });
      },
      { viewport: { width: 1600, height: 500 } },
    ));

  test.each(cases(390, 1600))('tells the section that is read, at %i pixels', (width) =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${long}#p250`);
        const here = () => page.locator('.outline [aria-current]').allTextContents();
        await expect.poll(here).toEqual(['Week 2']);
        await page.evaluate("document.getElementById('p950').scrollIntoView()");
        await expect.poll(here).toEqual(['Week 9']);
        if (width < 600) await page.locator('.outline summary').click();
        const [list, link] = await Promise.all(
          [width < 600 ? '.outline ol' : '.outline', '.outline [aria-current]'].map((name) =>
            page.locator(name).boundingBox(),
          ),
        );
        expect((link?.y ?? 0) + (link?.height ?? 0)).toBeLessThanOrEqual((list?.y ?? 0) + (list?.height ?? 0));
        await page.evaluate('scrollTo(0, 0)');
        await expect.poll(here).toEqual([]);
      },
      { viewport: { width, height: 450 } },
    ),
  );

  test('is folded on a phone: opened and left by keys', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(book);
        const link = page.getByRole('link', { name: 'How to read the table' });
        expect(await link.isVisible()).toBe(false);
        await page.locator('.outline summary').focus();
        await page.keyboard.press('Enter');
        await link.waitFor();
        await page.keyboard.press('Escape');
        expect(await link.isVisible()).toBe(false);
        expect(await page.evaluate('document.activeElement.localName')).toBe('summary');
        await page.locator('.outline summary').click();
        await link.click();
        await inSight(page, 'h3');
        expect(await link.isVisible()).toBe(false);
      },
      { viewport: { width: 390, height: 800 } },
    ));

  test('works without JavaScript', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(book);
        await page.locator('.outline summary').click();
        await page.getByRole('link', { name: 'Light' }).click();
        await inSight(page, '#p9');
      },
      { ...WITHOUT, viewport: { width: 390, height: 500 } },
    ));
});
