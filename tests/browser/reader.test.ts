/** The reader in a browser, by keys, mouse and finger, each with its twin without JavaScript where there is one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings } from './axe.js';
import { launchChromium } from './chromium.js';
import { openSite, type Site } from './site.js';
import { inPage, type Visitor, type visit, visiting } from './visitor.js';

const DAYS = 2_300;
const FILES = {
  // More than two parts of a thousand paragraphs; only some days have a whale.
  'long.md': `# Long log\n\n${Array.from({ length: DAYS }, (_, i) => `${i % 100 === 0 ? `## Week ${i / 100}\n\n` : ''}Day ${i + 1} passed${[30, 700, 1500, 2250].includes(i + 1) ? ', and a whale was seen' : ' without a sight'}.`).join('\n\n')}\n`,
  'evil.md': `# Evil <script>document.title='owned'</script>\n\n## <img src=x onerror=alert(1)> whale\n\n- <b hx-get="/status" hx-trigger="load">whale</b> item\n- second [link](javascript:alert(1))\n\n| a\\|b <svg onload=alert(1)> | c |\n|---|---|\n| whale | <iframe src=/></iframe> |\n\n\`\`\`\n</code></pre><script>alert(1)</script> whale\n\`\`\`\n\n> whale &lt;script&gt;\n`,
  'evil.html': `<title>Evil page</title><script>document.title='owned'</script><h2 onclick="alert(1)">Part whale</h2><p>One.</p><h2>Next</h2><p>Two <a href="javascript:alert(1)">whale</a></p><ul><li>item</ul>`,
  'notes/odd "name" <b>&é\u202egnp.txt': 'An odd name.\n\nIt has a whale in it.\n',
  'lists.md':
    '# Lists\n\nx\n\n- one sail\n  1. two\n     - three, which has so many words that a phone has to break it\n\n       four\n- five\n\n- אחת\n  - שתיים\n',
  'two-lists.md': '# Two lists\n\n- one\n- two\n\n1. first\n2. second\n\n1) again\n',
  'numbers.md': '# Numbers\n\n98. one\n99. two\n100. three\n     1. four\n',
  'items.md': `# Items\n\n${Array.from({ length: 40 }, (_, i) => `- item ${i}`).join('\n')}\n`,
  'leaving.txt': 'Leaving\n\nThe whale leaves.\n',
  'wide.md': `# Wide\n\n|${' column of the wide table |'.repeat(12)}\n|${'---|'.repeat(12)}\n|${' x |'.repeat(12)}\n`,
  'days.md':
    '# Days\n\n| Day | Harbourmaster | Height | Remark | What else there is to say of the harbour |\n|---|---|---|---|---|\n| Monday | Mainwaring | 3.9 | nothing | nothing |\n',
  'uneven.md': `# Uneven\n\n${Array.from({ length: 300 }, (_, i) => 'a wave of iiiiii '.repeat(((i * 7) % 40) + 1)).join('\n\n')}\n`,
  'rtl.md':
    '---\nlang: he\n---\n# נמל\n\n## חלק\n\nהנמל הישן נמצא ליד הים, ויש בו whale קטן.\n\n- פריט ראשון\n- פריט שני\n\n| א | ב |\n|---|---|\n| 1 | 2 |\n',
};

let site: Site;
let browser: Browser;
let book: string;
let long: string;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(FILES), launchChromium()]);
  book = await addressOf('harbour.md');
  long = await addressOf('long.md');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function addressOf(path: string): Promise<string> {
  const response = await fetch(`${site.url}/search?q=*&path=${encodeURIComponent(path)}`);
  const body: { hits: { documentId: string }[] } = JSON.parse(await response.text());
  return `${site.url}/doc/${body.hits[0]?.documentId ?? ''}`;
}

function withVisitor(
  use: (visitor: Visitor) => Promise<void>,
  options: Parameters<typeof visit>[1] = {},
): Promise<void> {
  return visiting(browser, use, options);
}

const WITHOUT = { javaScriptEnabled: false };
const target = (page: Page): Promise<string | null> => page.locator(':target').getAttribute('id');
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
  await expect.poll(isInSight, { timeout: 5_000 }).toBe(true);
}

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
      expect(new URL(page.url()).pathname).toBe('/');
    }));

  test.each([1280, 375, 320])('a place that is gone to stands below the bar, at %i pixels', (width) =>
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
      await page.locator('#find-q').fill('');
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
      await page.waitForTimeout(100);
      // As far down the window as the paragraph is down the page.
      const [at, place] = (await page.evaluate(`[
        document.querySelectorAll('.minimap a rect:last-child')[1].getBoundingClientRect().top / innerHeight,
        (document.querySelector('#p700').getBoundingClientRect().top + scrollY) / document.documentElement.scrollHeight,
      ]`)) as [number, number];
      expect(Math.abs(at - place)).toBeLessThan(0.02);
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
      await page.keyboard.press('Enter');
      expect(await at()).toEqual(['p2', 'find-q']);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Shift+Enter');
      expect(await at()).toEqual(['p2', 'find-q']);
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
      await expect.poll(announced, { timeout: 5_000 }).toBe('“tide” is marked in 3 of 9 paragraphs');
      await page.locator('#find-q').fill('zyzzyva');
      await expect.poll(announced, { timeout: 5_000 }).toBe('“zyzzyva” is in no paragraph here');
    }));

  test('keeps what is read where the words are refused, and leads to the page that says so where the document is gone', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${await addressOf('leaving.txt')}?q=whale`);
      await page.locator('#find-q').fill(Array.from({ length: 80 }, (_, index) => `w${index}`).join(' '));
      await page.getByText('could not answer').waitFor();
      expect(await page.locator('.para mark').allTextContents()).toEqual(['whale']);
      expect(new URL(page.url()).searchParams.get('q')).toBe('whale');
      await page.locator('#find-q').fill('leaves');
      await expect.poll(() => page.locator('.para mark').allTextContents(), { timeout: 5_000 }).toEqual(['leaves']);
      await expect.poll(() => page.locator('#problem').textContent(), { timeout: 5_000 }).toBe('');
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
      await page.keyboard.press('n');
      await page.waitForURL(/p=2250#p2250$/);
      expect(await count(page)).toBe('4 of 4');
      await page.keyboard.press('p');
      await page.waitForURL(/p=1500#p1500$/);
      await page.keyboard.press('p');
      await page.waitForURL(/q=whale#p700$/);
      // From below the last place of a part into the next one, and from the last part around.
      await page.locator('#p1000').scrollIntoViewIfNeeded();
      await page.keyboard.press('n');
      await page.waitForURL(/p=1500#p1500$/);
      await page.keyboard.press('n');
      await page.waitForURL(/p=2250#p2250$/);
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
      expect(await page.locator('.para').first().getAttribute('id')).toBe('p1');
    }, WITHOUT));
});

test('who comes back, or loads the page again, is at the paragraph that was read', () =>
  withVisitor(async ({ page }) => {
    await page.goto(`${await addressOf('uneven.md')}?q=wave`);
    // Heights that were guessed are known where one has been.
    for (let step = 0; step < 40; step++) {
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
    await expect.poll(atTop, { timeout: 5_000 }).toBe(read);
    await page.reload();
    await expect.poll(atTop, { timeout: 5_000 }).toBe(read);
    // A link to a paragraph leads there all the same.
    await page.evaluate("location.hash = 'p3'");
    await inSight(page, '#p3');
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
      },
      { viewport: { width: 1600, height: 500 } },
    ));

  test.each([1600, 390])('tells the section that is read, at %i pixels', (width) =>
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

describe('a paragraph', () => {
  test('is shown in its shape', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}?q=height`);
      expect(await page.locator('ul > li > .para').count()).toBe(3);
      expect(await page.locator('th').allTextContents()).toEqual(['day', 'high water', 'height']);
      expect(await page.locator('tbody tr').allInnerTexts()).toEqual(['Mon\t04:12\t3.9 m', 'Tue\t05:01\t4.2 m']);
      expect(await page.locator('th mark').allTextContents()).toEqual(['height']);
      expect(await page.locator('pre code').innerText()).toContain('const underKeel = (height, draught)');
      expect(await page.locator('blockquote').count()).toBe(1);
    }));

  test.each([1280, 390])(
    'of a list is indented under its parent, from the side where its text begins, at %i pixels',
    (width) =>
      withVisitor(
        async ({ page }) => {
          await page.goto(`${await addressOf('lists.md')}?q=sail`);
          const boxes: number[][] =
            await page.evaluate(`[...document.querySelectorAll('.para > .passage')].map((one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          const { left, right } = range.getBoundingClientRect();
          return [Math.round(left), Math.round(right)];
        })`);
          const [zero = 0, one = 0, two = 0, three = 0, four = 0, five = 0] = boxes.map(([left]) => left);
          const [parent = 0, child = 0] = boxes.slice(6).map(([, right]) => right);
          const step = one - zero;
          expect(step).toBeGreaterThan(10);
          expect([two, three, four, five]).toEqual([one + step, two + step, three, one]);
          expect(parent - child).toBe(step);
          expect(Math.max(...boxes.map(([, right = 0]) => right))).toBeLessThan(width);
        },
        { viewport: { width, height: 900 } },
      ),
  );

  test.each([1280, 320])(
    'of a list has its number, however long, within the page, beside its text, at %i pixels',
    (width) =>
      withVisitor(
        async ({ page }) => {
          await page.goto(`${await addressOf('numbers.md')}#p3`);
          // Where the number of each begins, from the edge of the text.
          const starts: number[] = await page.evaluate(`[...document.querySelectorAll('[data-item]')].map((passage) => {
          const edge = document.querySelector('h1').getBoundingClientRect().left;
          const { width, right } = getComputedStyle(passage, '::before');
          return passage.getBoundingClientRect().right - parseFloat(right) - parseFloat(width) - edge;
        })`);
          const [one = 0, two = 0, three = 0, four = 0] = starts;
          // Those of one list end at one line.
          expect([Math.abs(one - two) < 1, one > three, four > three]).toEqual([true, true, true]);
          expect(three).toBeGreaterThan(-6);
        },
        { viewport: { width, height: 900 } },
      ),
  );

  test('of a list after a list stands further from it than an item from an item', () =>
    withVisitor(async ({ page }) => {
      await page.goto(await addressOf('two-lists.md'));
      const tops: number[] = await page.evaluate(
        `[...document.querySelectorAll('li > .para')].map((para) => para.getBoundingClientRect().top)`,
      );
      const [one = 0, two = 0, first = 0, second = 0, again = 0] = tops;
      expect(Math.round(second - first)).toBe(Math.round(two - one));
      for (const gap of [first - two, again - second]) expect(gap).toBeGreaterThan(1.3 * (two - one));
    }));

  test('and those after it are selected as the text alone', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${await addressOf('two-lists.md')}?q=first`);
      const selected = await page.evaluate(
        "(getSelection().setBaseAndExtent(document.querySelector('#p1'), 0, document.querySelector('#p4'), 3), getSelection().toString())",
      );
      expect(String(selected).split(/\s+/)).toEqual(['one', 'two', 'first', 'second']);
    }));

  test('is copied with its source and its address, by keys alone', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${book}?q=spring#p2`);
        await page.locator('#p2 .folio').focus();
        await page.keyboard.press('Tab');
        while ((await page.evaluate('document.activeElement.className')) !== 'quote-it')
          await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.getByText('Copied, with its source').first().waitFor();
        const copied = await page.evaluate('navigator.clipboard.readText()');
        expect(copied).toMatch(
          /^“A spring tide comes after .* meadow of mud\.”\n— The Harbour Book, harbour\.md, ¶ 2\n/s,
        );
        expect(copied).toContain(`${book}#p2\n`);
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ));

  test('of a later part is copied with an address that leads there', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${long}?p=1500#p1500`);
        await page.locator('#p1500').hover();
        await page.locator('#p1500').getByRole('button', { name: 'Copy quote' }).click();
        await page.getByText('Copied, with its source').first().waitFor();
        expect(await page.evaluate('navigator.clipboard.readText()')).toContain(`${long}?p=1500#p1500\n`);
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ));

  test('has what can be done with it beside its text, not beside the heading above it, whole', () =>
    withVisitor(async ({ page }) => {
      await page.goto(book);
      await page.locator('.para:has(.section) .passage').first().hover();
      const offsets: number[] = await page.evaluate(`(() => {
        const para = document.querySelector('.para:has(.section)');
        const top = (selector) => para.querySelector(selector).getBoundingClientRect().top;
        return [top('.tools') - top('.passage'), top('.place') - top('.passage')];
      })()`);
      expect(offsets.map(Math.round)).toEqual([0, 0]);
      await inPage(
        page,
        `getComputedStyle(document.querySelector('.para:has(.section)')).contentVisibility === 'visible'`,
      );
    }));

  test('of one line has them within reach of the mouse, over the paragraph below', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(await addressOf('two-lists.md'));
        await page.locator('#p1 .passage').hover();
        await page.locator('#p1').getByRole('button', { name: 'Copy quote' }).click();
        await page.locator('#p1').getByText('Copied, with its source').waitFor();
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ));

  test('is no higher than its text, however much stands beside it', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}?q=harbour`);
      const height = async () => (await page.locator('.para .passage').first().boundingBox())?.height;
      const before = await height();
      await page.evaluate("document.querySelector('.para .place').style.height = '400px'");
      expect(await height()).toBe(before);
    }));

  test('on a phone what stands above it stands on one line', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${book}?q=harbour`);
        const ends: number[] = await page.evaluate(`['.of', '.folio', '.related'].map((name) => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector('.matched ' + name));
          return range.getBoundingClientRect().bottom;
        })`);
        expect(new Set(ends.map(Math.round)).size).toBe(1);
      },
      { viewport: { width: 390, height: 800 } },
    ));

  test('shows what is related beneath it, and hides it again', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}#p5`);
      const related = page.locator('#p5 .related');
      await related.focus();
      await page.keyboard.press('Enter');
      await page.locator('#p5 .similar li').first().waitFor();
      expect(await page.locator('#p5 .similar li').count()).toBe(5);
      expect(await related.getAttribute('aria-expanded')).toBe('true');
      await page.keyboard.press('Enter');
      expect(await page.locator('#p5 .similar').count()).toBe(0);
    }));

  test('has a page of what is related, where `/` leads to the field there is', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}/similar?p=5`);
      await page.keyboard.press('/');
      expect(await page.evaluate('document.activeElement.id')).toBe('q');
    }));

  test('without JavaScript what is related is a page, with a way back', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}#p5`);
      await page.locator('#p5 .related').click();
      expect(await page.locator('h1').textContent()).toBe('Related to paragraph 5 of “The Harbour Book”');
      expect(await page.locator('#similar li').count()).toBe(5);
      // What belongs together stands closer than what does not.
      const [passage, source, trail] = await Promise.all(
        ['li:first-child .passage', 'li:nth-child(2) .source', 'li:nth-child(2) .trail'].map((part) =>
          page.locator(`#similar ${part}`).boundingBox(),
        ),
      );
      const below = (a: typeof passage, b: typeof passage) => (b?.y ?? 0) - (a?.y ?? 0) - (a?.height ?? 0);
      expect(below(passage, source)).toBeGreaterThan(2 * below(source, trail));
      await page.getByRole('link', { name: 'Back to the paragraph' }).click();
      expect(await target(page)).toBe('p5');
    }, WITHOUT));
});

test.each([true, false])('the original is saved under its name, with JavaScript: %s', (javaScriptEnabled) =>
  withVisitor(
    async ({ page }) => {
      const path = Object.keys(FILES).find((name) => name.startsWith('notes/')) ?? '';
      await page.goto(await addressOf(path));
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Original file' }).click(),
      ]);
      // Signs that turn the name around, and those that no file system takes, are gone.
      expect(download.suggestedFilename()).toMatch(/^odd _name_ _b_&é_gnp\.txt$/);
      expect(await readFile(await download.path(), 'utf8')).toBe(await readFile(join(site.root, path), 'utf8'));
    },
    { javaScriptEnabled },
  ),
);

test('hostile documents are text in every shape', () =>
  withVisitor(async ({ page }) => {
    for (const path of ['evil.md', 'evil.html']) {
      await page.goto(`${await addressOf(path)}?q=whale`);
      await page.waitForTimeout(200);
      expect(await page.title()).toMatch(/^Evil/);
      expect(await page.locator('article :is(script, img, svg, iframe, b, [onclick], [hx-get])').count()).toBe(0);
      expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
      expect(new Set(await page.locator('article .para mark').allTextContents())).toEqual(new Set(['whale']));
    }
    await page.goto(`${await addressOf('rtl.md')}?q=whale`);
    expect(await page.evaluate("getComputedStyle(document.querySelector('#p1 .passage')).direction")).toBe('rtl');
    expect(await page.evaluate("document.querySelector('#p2').closest('[lang]').lang")).toBe('he');
    const [first, second] = await page.locator('th').all();
    expect((await first?.boundingBox())?.x).toBeGreaterThan((await second?.boundingBox())?.x ?? Number.NaN);
  }));

test('with letters twice as large on a phone, nothing lies over another or beside the page', () =>
  withVisitor(
    async ({ page }) => {
      for (const address of [`${site.url}/?q=harbour`, `${long}?q=day`]) {
        await page.goto(address);
        await page.addStyleTag({ content: 'html { font-size: 200% }' });
        expect(await page.evaluate('document.documentElement.scrollWidth'), address).toBe(375);
      }
      const field = await page.locator('#find-q').boundingBox();
      const places = await page.locator('#places .count').boundingBox();
      expect(places?.y).toBeGreaterThanOrEqual((field?.y ?? 0) + (field?.height ?? 0));
    },
    { viewport: { width: 375, height: 800 }, isMobile: true, bypassCSP: true, locale: 'de' },
  ));

test.each([1280, 390])('what is pressed is as large as a finger needs, at %i pixels', (width) =>
  withVisitor(
    async ({ page }) => {
      await page.goto(`${book}?q=harbour#p2`);
      const small = `[...document.querySelectorAll('#reading a, #places a')].flatMap((link) => {
        const { width, height } = link.getBoundingClientRect();
        return width === 0 || link.closest('svg') || (width >= 24 && height >= 24) ? [] : [link.outerHTML, width, height];
      })`;
      expect(await page.evaluate(small)).toEqual([]);
    },
    { viewport: { width, height: 800 } },
  ),
);

test.each([1280, 390])('nothing moves by itself while a document comes, at %i pixels', (width) =>
  withVisitor(
    async ({ page }) => {
      await page.addInitScript({
        content: `globalThis.shift = 0; new PerformanceObserver((list) => {
          for (const { value } of list.getEntries()) globalThis.shift += value;
        }).observe({ type: 'layout-shift', buffered: true });`,
      });
      // Of a long one heights are guessed.
      for (const [address, most] of [
        [await addressOf('items.md'), 0],
        [book, 0],
        [long, 0.01],
      ] as const) {
        await page.goto(`${address}?q=harbour`, { waitUntil: 'networkidle' });
        expect(await page.evaluate('globalThis.shift'), address).toBeLessThanOrEqual(most);
      }
    },
    { viewport: { width, height: 1200 } },
  ),
);

test('on paper there is the text alone, marked', () =>
  withVisitor(async ({ page }) => {
    await page.goto(`${book}?q=harbour#p2`);
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.back', '.finder', '.minimap', '.steps >> nth=0', '.top', '.tools >> nth=0', '.facts a']) {
      expect(await page.locator(gone).isVisible(), gone).toBe(false);
    }
    expect(await page.locator('.folio').first().isVisible()).toBe(true);
    expect(await page.locator('.para mark').first().isVisible()).toBe(true);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    const wash = "getComputedStyle(document.querySelector(':target .passage'))";
    expect(await page.evaluate(`[${wash}.boxShadow, ${wash}.backgroundColor]`)).toEqual(['none', 'rgba(0, 0, 0, 0)']);
  }));

test('on paper a table is as wide as the page, in the reader and among results', () =>
  withVisitor(
    async ({ page }) => {
      for (const address of [await addressOf('wide.md'), `${site.url}/?q=column`]) {
        await page.goto(address);
        await page.emulateMedia({ media: 'print' });
        expect(await page.evaluate('document.documentElement.scrollWidth'), address).toBeLessThanOrEqual(700);
      }
      // One of few columns keeps its words whole.
      await page.goto(await addressOf('days.md'));
      const lines: number[] = await page.evaluate(`[...document.querySelectorAll('td')].map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return range.getClientRects().length;
      })`);
      expect(lines).toEqual([1, 1, 1, 1, 1]);
    },
    { viewport: { width: 700, height: 900 } },
  ));

test.each([
  ['light', 1600],
  ['dark', 1600],
  ['light', 390],
  ['dark', 390],
] as const)('axe finds nothing to mend in %s at %i pixels, unfolded and hostile', (colorScheme, width) =>
  withVisitor(
    async ({ page }) => {
      for (const address of [book, await addressOf('evil.md'), await addressOf('rtl.md')]) {
        await page.goto(`${address}?q=whale+harbour#p2`);
        if (width < 600 && (await page.locator('.outline summary').count()) > 0)
          await page.locator('.outline summary').click();
        await page.locator('#p2 .related').focus();
        await page.keyboard.press('Enter');
        await page.locator('#p2 .similar').waitFor();
        await inPage(page, "document.querySelector('#p2 .similar').childElementCount > 0");
        expect(await axeFindings(page), address).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      }
      await page.goto(`${book}/similar?p=5`);
      expect(await axeFindings(page)).toEqual([]);
    },
    { colorScheme, bypassCSP: true, viewport: { width, height: 800 } },
  ),
);
