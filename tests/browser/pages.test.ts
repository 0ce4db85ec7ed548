/** The reader, the status page, life without JavaScript, and every page for everyone: contrast, names, order, small screens. */
import { describe, expect, test } from 'vitest';
import { cases } from '../times.js';
import { axeFindings } from './axe.js';
import { atSizes, marks, openStage, sizesOf } from './visitor.js';

const COLOURS = `[
  getComputedStyle(document.documentElement).backgroundColor,
  getComputedStyle(document.documentElement).color,
  getComputedStyle(document.querySelector('.passage mark')).backgroundColor,
]`;

const TALLY_AND_TEXT = "['.tally', 'body'].map((name) => getComputedStyle(document.querySelector(name)).color)";

/** What marks the first hit's title and its text. */
const FIRST_MARKS = `['.source mark', '.passage mark'].map((mark) => {
  const { color, background } = getComputedStyle(document.querySelector(mark));
  return color + background;
})`;

/** A desktop, the same at 400 % zoom, a phone, and a wide screen. */
const SIZES = [[1280, 900], ...cases<[number, number]>([320, 256], [360, 740], [2560, 1200])] as const;

/** What has marked words and begins between two pixels. */
const BETWEEN_PIXELS = `[...document.querySelectorAll(':is(h1, h2, h3, .trail, .passage):has(mark)')]
  .filter((one) => {
    const top = one.getBoundingClientRect().top + scrollY;
    return Math.abs(top - Math.round(top)) > 0.01;
  })
  .map((one) => one.className + ': ' + one.textContent.slice(0, 40))`;

const { site, withVisitor } = await openStage();

/** The path of a document in the reader. */
const pathOf = async (file: string): Promise<string> => new URL(await site.addressOf(file)).pathname;

/** Every kind of page. */
const pages = {
  home: '/',
  results: '/?q=harbour&type=md&type=txt',
  'partial results': '/?q=pilot+moon+qqq',
  'many pages': '/?q=pilot&page=2',
  'no hits': '/?q=zyzzyva+quux',
  refused: '/?q=nato&page=x',
  reader: `${await pathOf('harbour.md')}?q=harbour#p3`,
  'hostile document': `${await pathOf('notes/hostile.txt')}?q=harbour`,
  'long words': await pathOf('notes/letters.txt'),
  hebrew: `${await pathOf('hebrew.html')}?q=harbour`,
  status: '/status',
  error: '/nothing-here',
};

/** Pages that axe looks at: between them these have what the others have. */
const judged = new Set([
  ...['partial results', 'reader', 'status'],
  ...cases('refused', 'home', 'results', 'many pages', 'no hits', 'hostile document', 'long words', 'hebrew', 'error'),
]);

describe('the reader', () => {
  test('opens at the paragraph of the hit, marked and in view', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=regional+stability`);
      await page.locator('.hit h2 a').first().click();
      await page.waitForSelector('.reader');
      const target = page.locator(':target');
      expect(await target.getAttribute('id')).toBe('p7');
      expect(await target.locator('mark').allTextContents()).toEqual(['regional', 'stability']);
      const box = await target.boundingBox();
      const header = await page.locator('.top').boundingBox();
      expect(box?.y).toBeGreaterThanOrEqual(header?.height ?? 0);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(900);
    }));

  test('next and previous lead through the marked paragraphs', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}${pages.reader.split('#')[0]}`);
      await page.locator('.matches a').click();
      const at = (): Promise<string | null> => page.locator(':target').getAttribute('id');
      expect(await at()).toBe('p1');
      await page.locator(':target').getByLabel('Next match').click();
      expect(await at()).toBe('p2');
      await page.locator(':target').getByLabel('Previous match').click();
      expect(await at()).toBe('p1');
    }));
});

test('without JavaScript the form, the pager, the reader, the status page and its button work', () =>
  withVisitor(
    async ({ page }) => {
      await page.goto(site.url);
      await page.fill('#q', 'pilot');
      await page.getByRole('button', { name: 'Search' }).click();
      await expect.poll(() => marks(page)).toContain('pilot');
      await page.getByRole('link', { name: 'Next' }).click();
      await page.waitForURL(/[?&]page=2(&|$)/);
      expect(await page.locator('.hit').count()).toBe(20);
      await page.locator('.hit h2 a').first().click();
      await page.locator('#p21:target').waitFor();
      await page.getByRole('link', { name: 'Status' }).click();
      await expect.poll(() => page.locator('h1').textContent()).toBe('Status');
      const before = site.rebuilds;
      await page.getByRole('button', { name: 'Rebuild the index' }).click();
      await expect.poll(() => site.rebuilds).toBe(before + 1);
      await page.waitForSelector('#status');
      expect(new URL(page.url()).pathname).toBe('/status');
    },
    { javaScriptEnabled: false },
  ));

test('dark and light have their own colours, as have more contrast and forced colours, and marks stand out', () =>
  withVisitor(async ({ page }) => {
    await page.goto(`${site.url}/?q=nato`);
    const colours: string[][] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      colours.push(await page.evaluate(COLOURS));
      expect((await page.screenshot()).length).toBeGreaterThan(10_000);
    }
    const [light = [], dark = []] = colours;
    for (const [index, colour] of light.entries()) expect(dark[index]).not.toBe(colour);
    // Where more contrast is asked for, soft text is as dark as any.
    await page.emulateMedia({ contrast: 'more' });
    expect(new Set(await page.evaluate<string[]>(TALLY_AND_TEXT)).size).toBe(1);
    // Marks are of the system, those in titles too.
    await page.emulateMedia({ contrast: null, forcedColors: 'active' });
    expect(new Set(await page.evaluate<string[]>(FIRST_MARKS)).size).toBe(1);
  }));

test('the name of the folder takes no room from the field, nor makes the page wider, however long it is', () =>
  withVisitor(async ({ page }) => {
    await page.goto(site.url);
    const width = async () => (await page.locator('#search').boundingBox())?.width ?? 0;
    await atSizes(page, sizesOf(1280, 900, 700, 320), async (size) => {
      await page.evaluate("document.querySelector('.folder').textContent = ''");
      const before = await width();
      await page.evaluate("document.querySelector('.folder').textContent = 'a name '.repeat(36)");
      // Where there is no margin for it, it may be as wide as one.
      expect(before - (await width()), size).toBeLessThan(50);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), size).toBeLessThanOrEqual(0);
    });
  }));

test('axe finds nothing to mend, and every text can be read well (AAA), light or dark', () =>
  withVisitor(async ({ page }) => {
    for (const [name, path] of Object.entries(pages).filter(([name]) => judged.has(name))) {
      await page.goto(site.url + path);
      expect(await axeFindings(page, { enhanced: true }), name).toEqual([]);
    }
  }));

// What has marked words and begins between two pixels stands off its line.
test('no page is wider than its window, and no line between two pixels', () =>
  withVisitor(async ({ page }) => {
    const others = { documents: '/?q=harbour+tide&group=document&explain=true', corrected: '/?q=harbuor&type=md' };
    for (const [name, path] of Object.entries({ ...pages, ...others })) {
      await page.goto(site.url + path);
      await atSizes(page, SIZES, async (size) => {
        const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(wider, `${name}, ${size}`).toBeLessThanOrEqual(0);
        expect(await page.evaluate(BETWEEN_PIXELS), `${name}, ${size}`).toEqual([]);
      });
    }
  }));
