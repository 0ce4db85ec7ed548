/** Narrowing, ordering and walking through results in a real browser, by mouse and keys: each with its twin without JavaScript, where it has one. */
import type { Page, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { cases } from '../times.js';
import { openSite } from './site.js';
import { about, inPage, openStage, tally, type Visitor } from './visitor.js';

const { site, withVisitor } = await openStage();

/** The parameters of the address, in its order. */
const asked = (page: Page): string => new URL(page.url()).search;
/** What Tab would leave from. */
const AT = `(({ activeElement: at }) => at.id || at.className || at.tagName)(document)`;
/** Waits for the line that says how much was found to have a text, with scripts or without. */
const told = (page: Page, text: string): Promise<void> => page.locator('[data-announce]', { hasText: text }).waitFor();
const paths = (page: Page): Promise<string[]> => page.locator('.trail > [lang] bdi').allTextContents();

describe.each(cases(['with JavaScript', true], ['without', false]))('%s', (_, javaScriptEnabled) => {
  const inBrowser = (use: (visitor: Visitor) => Promise<void>) => withVisitor(use, { javaScriptEnabled });

  test('facets widen within and narrow across, and every one can be taken away again', () =>
    inBrowser(async ({ page }) => {
      await page.goto(`${site.url}/?q=harbour`);
      const all = await tally(page);
      await page.locator('#by-type-md').click();
      await page.waitForURL('**/?q=harbour&type=md');
      expect(new Set(await paths(page))).toEqual(new Set(['harbour.md']));
      // OR within.
      await page.locator('#by-type-html').click();
      await page.waitForURL('**/?q=harbour&type=md&type=html');
      expect(new Set(await paths(page))).toEqual(new Set(['harbour.md', 'hebrew.html']));
      // AND across.
      await page.locator('#by-language-he').click();
      await page.waitForURL('**/?q=harbour&type=md&type=html&language=he');
      expect(await paths(page)).toEqual(['hebrew.html']);
      for (const name of ['Remove type: HTML', 'Remove type: Markdown', 'Remove language: Hebrew']) {
        await page.getByRole('link', { name }).click();
        await page.getByRole('link', { name }).waitFor({ state: 'detached' });
      }
      expect(asked(page)).toBe('?q=harbour');
      expect(await tally(page)).toBe(all);
    }));

  test('order and view are in the address, and come and go with Back', () =>
    inBrowser(async ({ page }) => {
      await page.goto(`${site.url}/?q=harbour`);
      await page.getByRole('link', { name: 'Path' }).click();
      await page.waitForURL('**/?q=harbour&sort=path');
      const sorted = await paths(page);
      expect(sorted).toEqual([...sorted].sort());
      await page.getByRole('link', { name: 'Documents', exact: true }).click();
      await page.waitForURL('**/?q=harbour&sort=path&group=document');
      await page.waitForSelector('.passages');
      expect(await paths(page)).toEqual([...new Set(sorted)]);
      await page.goBack();
      await page.waitForURL('**/?q=harbour&sort=path');
      await page.waitForSelector('.passages', { state: 'detached' });
      expect(await page.locator('#sort-path').getAttribute('aria-current')).toBe('true');
    }));

  test('a document’s passages lead to all of them', () =>
    inBrowser(async ({ page }) => {
      await page.goto(`${site.url}/?q=pilot&group=document`);
      await page.getByText('62 more in this document').click();
      await page.waitForURL('**/?q=pilot&document=*');
      await told(page, '65 paragraphs in 1 document');
      expect(await page.locator('.chip').textContent()).toContain('document: Log of the pilot');
      expect(await page.locator('.hit').count()).toBe(20);
    }));

  test('dates narrow by the form and by the drawing', () =>
    inBrowser(async ({ page }) => {
      await page.goto(`${site.url}/?q=harbour`);
      await page.fill('#date-after', '2021-09-01');
      await page.fill('#date-before', '2021-11-01');
      await page.click('#date-submit');
      await page.waitForURL(/after=2021-09-01/);
      await page.getByRole('link', { name: 'Remove before: 2021-11-01' }).waitFor();
      expect(new Set(await paths(page))).toEqual(new Set(['harbour.md']));
      expect(await page.inputValue('#date-after')).toBe('2021-09-01');
      await page.goto(`${site.url}/?q=harbour+OR+lamp`);
      const bars = page.locator('.histogram a');
      expect(await bars.count()).toBeGreaterThan(1);
      const name = (await bars.first().getAttribute('aria-label')) ?? '';
      await bars.first().click();
      await page.waitForURL(/after=.*before=/);
      await told(page, name.replace(/.*: /, ''));
    }));
});

test('the count beside a long name stays in one line', () =>
  withVisitor(async ({ page }) => {
    await page.goto(`${site.url}/?q=harbour`);
    const heights: number = await page.evaluate(`(() => {
      const figure = document.querySelector('.choices .figure');
      figure.parentElement.firstElementChild.textContent = 'community/contributing/'.repeat(4);
      figure.firstChild.textContent = '40';
      return figure.getBoundingClientRect().height / parseFloat(getComputedStyle(figure).fontSize);
    })()`);
    expect(heights).toBeLessThan(2);
  }));

describe('the field follows the results', () => {
  test('what was chosen stays when the words change, and the page does not', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=pilot`);
      await page.getByRole('link', { name: 'Next' }).click();
      await page.waitForURL(/page=2/);
      expect(asked(page)).toMatch(/^\?q=pilot&page=2&generation=\d+$/);
      await page.locator('#sort-path').click();
      await page.waitForURL('**/?q=pilot&sort=path');
      await page.fill('#q', 'harbour');
      await about(page, 'harbour');
      expect(asked(page)).toBe('?q=harbour&sort=path');
      // And with Enter, as with a link.
      await page.locator('#view-documents').click();
      await page.waitForSelector('.passages');
      await page.fill('#q', 'pilot');
      await page.keyboard.press('Enter');
      await about(page, 'pilot');
      expect(asked(page)).toBe('?q=pilot&sort=path&group=document');
    }));

  test('who types before a choice is there asks within it, and loses no letter', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=harbour`);
      const late: Route[] = [];
      const hold = (route: Route): void => void late.push(route);
      await page.route(/results\?q=harbour&/, hold);
      await page.locator('#by-type-md').click();
      await expect.poll(() => late.length).toBe(1);
      await page.locator('#q').focus();
      await page.keyboard.press('End');
      await page.keyboard.type(' clocks');
      await about(page, 'harbour clocks');
      // One that was given up cannot go on.
      for (const route of late.splice(0)) await route.continue().catch(() => undefined);
      expect(asked(page)).toBe('?q=harbour+clocks&type=md');
      expect(await page.locator('.chip').count()).toBe(1);
      // The answer to a choice leaves alone what was typed just before it came.
      await page.route('**/results?*', hold);
      await page.locator('.chip').click();
      await expect.poll(() => late.length).toBe(1);
      await page.locator('#q').focus();
      await page.evaluate("document.querySelector('#q').value += ' tide'");
      await late.pop()?.continue();
      await page.locator('.chip').waitFor({ state: 'detached' });
      expect(await page.inputValue('#q')).toBe('harbour clocks tide');
    }));

  test('a choice keeps the focus where it was made, and what was opened open', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=pilot`);
      await page.locator('#sort-newest').focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/?q=pilot&sort=newest');
      await inPage(page, `${AT} === 'sort-newest'`);
      // What is gone leaves the focus to the content, not to the top of the page.
      await page.locator('#by-type-md').click();
      const chip = page.getByRole('link', { name: 'Remove type: Markdown' });
      await chip.focus();
      await page.keyboard.press('Enter');
      await chip.waitFor({ state: 'detached' });
      await inPage(page, `${AT} === 'content'`);
    }));

  test('who goes back keeps the focus where it was, too', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=pilot`);
      await page.locator('#sort-newest').focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/?q=pilot&sort=newest');
      await page.goBack();
      await page.locator('#sort-relevance[aria-current]').waitFor();
      await inPage(page, `${AT} === 'sort-newest'`);
      // A page's link is of the list that is gone.
      const next = page.getByRole('link', { name: 'Next' });
      await next.focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/page=2/);
      await page.getByRole('link', { name: 'Previous' }).focus();
      await page.goBack();
      await page.waitForURL('**/?q=pilot');
      await inPage(page, `${AT} === 'content'`);
    }));

  test('an answer that is late is announced by the line under the field, whatever was asked', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=harbour`);
      await page.route('**/results?*', () => {});
      await page.locator('#by-type-md').click();
      await inPage(page, `getComputedStyle(document.querySelector('.field'), '::after').animationName === 'run'`);
    }));

  test('who goes to the field and types, far down, stays there until the answer comes', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=pilot`);
      await page.route('**/results?*', () => {});
      await page.evaluate('scrollTo(0, 800)');
      await page.keyboard.press('/');
      await page.keyboard.type('ab', { delay: 100 });
      await page.waitForTimeout(300);
      expect(await page.evaluate('scrollY')).toBe(800);
    }));

  test('one request each, and the count is announced', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=harbour`);
      const requests: string[] = [];
      page.on('request', (request) => {
        // A Chromium that is no headless shell looks at the icon of each address.
        if (request.resourceType() === 'fetch') requests.push(new URL(request.url()).pathname);
      });
      await page.locator('#by-type-md').click();
      await page.waitForURL('**/?q=harbour&type=md');
      await inPage(
        page,
        "document.querySelector('#announcer').textContent === document.querySelector('[data-announce]').textContent",
      );
      expect(requests).toEqual(['/results']);
    }));

  test('a link with a key held opens as links do', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=harbour`);
      const [opened] = await Promise.all([
        page.context().waitForEvent('page'),
        page.locator('#by-type-md').click({ modifiers: ['Control'] }),
      ]);
      await opened.waitForURL('**/?q=harbour&type=md');
      expect(asked(page)).toBe('?q=harbour');
    }));
});

describe('pages', () => {
  test('that are of another generation say so', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=pilot`);
      await site.engine.apply({ remove: [], add: ['harbour.md'] });
      await page.getByRole('link', { name: 'Next' }).click();
      await page.getByText('The documents have changed since the page before').waitFor();
      await page.getByRole('link', { name: 'Begin again from its first page' }).click();
      await page.waitForURL('**/?q=pilot');
      expect(await page.getByText('since the page before').count()).toBe(0);
    }));
});

test('results that were left open say when the documents have changed, and show those of now', () =>
  withVisitor(async ({ page }) => {
    await page.goto(`${site.url}/?q=harbour`);
    const back = () => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    const answered = page.waitForResponse('**/status.json');
    await back();
    await answered;
    const changed = page.getByText('The documents have changed since.');
    expect(await changed.isVisible()).toBe(false);
    await site.engine.apply({ remove: [], add: ['harbour.md'] });
    await back();
    await changed.waitFor();
    await page.getByRole('link', { name: 'Show the current results' }).click();
    await changed.waitFor({ state: 'hidden' });
    expect(asked(page)).toBe('?q=harbour');
    await back();
    expect(await changed.isVisible()).toBe(false);
  }));

test('a new page of results begins at its top at once, however far down its link stood', () =>
  withVisitor(async ({ page }) => {
    await page.goto(`${site.url}/?q=pilot`);
    await page.evaluate(`document.addEventListener('htmx:after:swap', () => {
      requestAnimationFrame(() => { globalThis.from = scrollY; });
    })`);
    const next = page.getByRole('link', { name: 'Next' });
    await next.scrollIntoViewIfNeeded();
    expect(await page.evaluate('scrollY')).toBeGreaterThan(500);
    await next.click();
    await inPage(page, 'globalThis.from !== undefined');
    expect(await page.evaluate('globalThis.from')).toBe(0);
  }));

describe('the keys', () => {
  const hitAt = `[...document.querySelectorAll('.hit')].findIndex((hit) => hit.contains(document.activeElement))`;

  test('lead from the field through the hits and back, open one here or in a tab', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=pilot`);
      await page.keyboard.press('Control+k');
      expect(await page.evaluate(AT)).toBe('q');
      for (const [key, at] of [
        ['ArrowDown', 0],
        ['ArrowDown', 1],
        ['j', 2],
        ['k', 1],
        ['ArrowUp', 0],
      ] as const) {
        await page.keyboard.press(key);
        expect([key, await page.evaluate(hitAt)]).toEqual([key, at]);
      }
      const [opened] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Shift+Enter')]);
      await opened.waitForURL('**/doc/**');
      await page.bringToFront();
      await page.keyboard.press('ArrowUp');
      expect(await page.evaluate(AT)).toBe('q');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Escape');
      expect(await page.evaluate(AT)).toBe('q');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/doc/**');
    }));

  test('go on from the hit whose document one comes back from', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=pilot`);
      await page.locator('body').press('j');
      for (const at of [1, 2]) {
        await page.keyboard.press('j');
        expect(await page.evaluate(hitAt)).toBe(at);
        await page.keyboard.press('Enter');
        await page.waitForURL('**/doc/**');
        await page.goBack();
        await inPage(page, `${hitAt} === ${at}`);
      }
    }));

  test('lead through passages under their documents as well', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=harbour&group=document`);
      await page.keyboard.press('Escape');
      await page.locator('body').press('j');
      await page.keyboard.press('j');
      expect(await page.evaluate(hitAt)).toBe(1);
      expect(await page.evaluate(`document.activeElement.className`)).toBe('folio');
    }));

  test('are listed by ?, and those of one character can be turned off', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=pilot`);
      await page.keyboard.press('?');
      const dialog = page.getByRole('dialog', { name: 'Keys' });
      await dialog.waitFor();
      await dialog.getByRole('checkbox').uncheck();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      for (const key of ['j', '?', '/']) await page.keyboard.press(key);
      expect(await dialog.isVisible()).toBe(false);
      expect(await page.evaluate(hitAt)).toBe(-1);
      await page.reload();
      await page.getByRole('button', { name: 'Keys' }).click();
      expect(await dialog.getByRole('checkbox').isChecked()).toBe(false);
      await dialog.getByRole('checkbox').check();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await page.keyboard.press('j');
      expect(await page.evaluate(hitAt)).toBe(0);
    }));

  test('are listed from the top, and word by word, on a small screen', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${site.url}/?q=pilot`);
        await page.keyboard.press('?');
        await page.getByRole('dialog', { name: 'Keys' }).waitFor();
        expect(await page.evaluate(`document.querySelector('#keys').scrollTop`)).toBe(0);
        const widths: number[] = await page.evaluate(
          `[...document.querySelectorAll('#keys dd')].map((dd) => dd.getBoundingClientRect().width)`,
        );
        // The longest word, `document`, takes some 80 px.
        expect(Math.min(...widths)).toBeGreaterThan(90);
      },
      { viewport: { width: 320, height: 480 } },
    ));

  test('are those of the same place where the letters are of another script', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${site.url}/?q=pilot`);
      const keyboard = await page.context().newCDPSession(page);
      const press = (key: string, code: string, modifiers = 0) =>
        keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, modifiers });
      await press('о', 'KeyJ');
      expect(await page.evaluate(hitAt)).toBe(0);
      await press('л', 'KeyK', 2);
      expect(await page.evaluate(AT)).toBe('q');
      await page.keyboard.press('ArrowDown');
      await press('ظ', 'Slash');
      expect(await page.evaluate(AT)).toBe('q');
      // A letter of a Latin keyboard that stands there is itself.
      await page.keyboard.press('ArrowDown');
      await press('é', 'Slash');
      expect(await page.evaluate(hitAt)).toBe(0);
      await page.locator('.hit a').first().click();
      await page.waitForURL('**/doc/**');
      const before = page.url();
      await press('т', 'KeyN');
      await page.waitForURL((url) => url.href !== before);
    }));

  test('are letters in the field', () =>
    withVisitor(async ({ page }) => {
      await page.goto(site.url);
      await page.keyboard.type('j?k/n');
      expect(await page.inputValue('#q')).toBe('j?k/n');
    }));
});

test('without a connection the browser shows Pilcrow’s own page, and nothing that was found is kept', () =>
  withVisitor(
    async ({ page, troubles }) => {
      const own = await openSite();
      await page.goto(`${own.url}/?q=harbour`);
      await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
      await page.goto(`${own.url}/?q=nato`);
      await own.close();
      await page.goto(`${own.url}/?q=pilot`);
      expect(await page.locator('h1').textContent()).toBe('Pilcrow cannot be reached');
      expect(await page.locator('.hit').count()).toBe(0);
      const kept = `caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((shelf) => shelf.keys()))))
        .then((all) => all.flat().map(({ url }) => new URL(url).pathname).sort())`;
      expect(await page.evaluate(kept)).toEqual(['/assets/app.css', '/favicon.svg', '/offline']);
      troubles.length = 0;
    },
    { serviceWorkers: 'allow' },
  ));

test('the list is taken along as a file, and everything that is linked is there', () =>
  withVisitor(
    async ({ page }) => {
      await page.goto(`${site.url}/?q=harbour&sort=path`);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'CSV' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/harbour.*\.csv$/);
      const hrefs: string[] = await page.evaluate(
        `[...document.querySelectorAll('a[href], link[href]')].map((link) => link.getAttribute('href'))`,
      );
      for (const href of new Set(hrefs.filter((href) => href.startsWith('/')))) {
        expect([href, (await page.request.get(site.url + href)).status()]).toEqual([href, 200]);
      }
    },
    { javaScriptEnabled: false },
  ));
