/** Searching while typing, in a real browser: answers, address, history, focus, and what is said when nothing comes. */
import type { Request, Route } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { about, inPage, marks, openStage, tally, type Visitor, visit } from './visitor.js';

const { site, browser } = await openStage();
let visitor: Visitor;

beforeEach(async () => {
  visitor = await visit(browser);
});
afterEach(async () => {
  expect(visitor.troubles).toEqual([]);
  await visitor.leave();
});

/** Where the focus is: `hit`, or what names the element. */
const AT = `(({ activeElement: at }) => (at.closest('.hit') ? 'hit' : at.id || at.className || at.tagName))(document)`;

const query = (url: string): string | null => new URL(url).searchParams.get('q');
/** A request for the results of a query; suggestions are asked for as well, and sooner. */
const asksFor = (q: string) => (request: Request) =>
  new URL(request.url()).pathname === '/results' && query(request.url()) === q;

describe('typing', () => {
  test('brings marked paragraphs, puts the words in the address and the title, and leaves the caret alone', async () => {
    const { page } = visitor;
    await page.goto(site.url);
    // The field has the focus when the page comes.
    await page.keyboard.type('natoo');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Delete');
    await about(page, 'nato');
    expect(new Set(await marks(page))).toEqual(new Set(['NATO']));
    expect(query(page.url())).toBe('nato');
    expect(await page.evaluate('[document.activeElement.id, document.activeElement.selectionStart]')).toEqual(['q', 4]);
  });

  test('shows what is new at once, and not first dressed as what was there', async () => {
    const { page } = visitor;
    await page.goto(`${site.url}?q=harbour`);
    // A timer without a time comes before every other, and before the next frame.
    await page.evaluate(`
      document.addEventListener('htmx:before:swap', () => setTimeout(() => { window.waited ??= true; }));
      document.addEventListener('htmx:after:swap', () => { window.waited ??= false; });
    `);
    await page.fill('#q', 'harbour wall');
    await about(page, 'harbour wall');
    expect(await page.evaluate('window.waited')).toBe(false);
  });

  test('is not lost while htmx has yet to look at the page', async () => {
    const { page, addInitScript } = visitor;
    // Its look is the only timer without a time.
    await addInitScript('const later = setTimeout; setTimeout = (act, ms = 700, ...rest) => later(act, ms, ...rest);');
    await page.goto(site.url);
    await page.keyboard.type('nato');
    await about(page, 'nato');
    expect(query(page.url())).toBe('nato');
  });

  test('an answer that is late never replaces a newer one', async () => {
    const { page } = visitor;
    await page.goto(site.url);
    const asked: string[] = [];
    const late: Route[] = [];
    await page.route('**/results?*', async (route) => {
      const q = query(route.request().url()) ?? '';
      asked.push(q);
      if (q === 'pilot') await route.continue();
      else late.push(route);
    });
    for (const [at, word] of ['nato', 'harbour', 'pilot'].entries()) {
      await page.fill('#q', word);
      await expect.poll(() => asked[at]).toBe(word);
    }
    await about(page, 'pilot');
    // One that was given up cannot go on.
    for (const route of late) await route.continue().catch(() => undefined);
    await page.waitForTimeout(300);
    expect(asked).toEqual(['nato', 'harbour', 'pilot']);
    expect(await tally(page)).toBe('66 paragraphs in 2 documents');
    expect(query(page.url())).toBe('pilot');
  });

  test('letters typed quickly make one request', async () => {
    const { page } = visitor;
    await page.goto(site.url);
    const asked: string[] = [];
    page.on('request', (request) => request.url().includes('/results') && asked.push(query(request.url()) ?? ''));
    // Within the page: keys that come from outside are slow on a busy machine.
    await page.evaluate(`(() => {
      const field = document.querySelector('#q');
      for (const letter of 'harbour') {
        field.value += letter;
        field.dispatchEvent(new InputEvent('input', { bubbles: true, data: letter }));
      }
      field.form.requestSubmit();
    })()`);
    await about(page, 'harbour');
    await page.waitForTimeout(300);
    expect(asked).toEqual(['harbour']);
  });

  test('words that are being composed are asked for when they are done, and on a phone, which composes all, at once', async () => {
    for (const hasTouch of [false, true]) {
      const { page, leave } = await visit(browser, { hasTouch, isMobile: hasTouch });
      const keyboard = await page.context().newCDPSession(page);
      await page.goto(site.url);
      await page.locator('#q').focus();
      const asked = new Set<string>();
      page.on('request', (request) => {
        const { pathname, searchParams } = new URL(request.url());
        if (pathname === '/results' || pathname === '/suggest') asked.add(`${pathname} ${searchParams.get('q')}`);
      });
      await keyboard.send('Input.imeSetComposition', { text: 'נמ', selectionStart: 2, selectionEnd: 2 });
      // Nobody hears of it, which only time can tell.
      if (!hasTouch) await page.waitForTimeout(400);
      await expect.poll(() => asked).toEqual(new Set(hasTouch ? ['/results נמ', '/suggest נמ'] : []));
      asked.clear();
      await keyboard.send('Input.insertText', { text: 'נמל' });
      await about(page, 'נמל');
      await expect.poll(() => asked).toEqual(new Set(['/results נמל', '/suggest נמל']));
      await leave();
    }
  });

  test('a screen reader hears the count, not the results', async () => {
    const { page } = visitor;
    await page.goto(site.url);
    expect(await page.locator('#announcer').getAttribute('aria-live')).toBe('polite');
    await page.fill('#q', 'pilot');
    await inPage(page, "document.querySelector('#announcer')?.textContent !== ''");
    expect(await page.locator('#announcer').textContent()).toBe('66 paragraphs in 2 documents');
    expect(await page.locator('#results').getAttribute('aria-live')).toBeNull();
  });

  test('the field does not move when answers come', async () => {
    const { page } = visitor;
    await page.goto(site.url);
    const before = await page.locator('#q').boundingBox();
    await page.fill('#q', 'pilot');
    await page.waitForSelector('.hit');
    expect(await page.locator('#q').boundingBox()).toEqual(before);
  });
});

describe('the keys', () => {
  test('/ goes to the field and selects it, Esc empties it, and the page before a query comes back', async () => {
    const { page } = visitor;
    await page.goto(`${site.url}/?q=nato`);
    await page.keyboard.press('/');
    expect(await page.evaluate('[document.activeElement.id, getSelection().toString()]')).toEqual(['q', 'nato']);
    await page.keyboard.press('Escape');
    await page.waitForSelector('.home');
    expect(await page.inputValue('#q')).toBe('');
    expect(new URL(page.url()).search).toBe('');
    await page.keyboard.type('a/b');
    expect(await page.inputValue('#q')).toBe('a/b');
  });

  test('Tab goes from the skip link over the field to the first hit', async () => {
    const { page } = visitor;
    await page.goto(`${site.url}/?q=nato`);
    const reached: string[] = [];
    for (let step = 0; step < 6; step++) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(AT));
    }
    expect(reached).toEqual(['skip', 'wordmark', 'q', 'BUTTON', 'hit', 'hit']);
    // Its title first, then what else can be done with it.
    expect(await page.evaluate('document.activeElement.className')).toBe('like');
  });
});

describe('history', () => {
  test('Back goes from search to search, not from letter to letter, with words, results and focus', async () => {
    const { page } = visitor;
    await page.goto(site.url);
    await page.locator('#q').pressSequentially('nato', { delay: 170 });
    await about(page, 'nato');
    const answered = page.waitForResponse((response) => asksFor('nato')(response.request()));
    await page.keyboard.press('Enter');
    await (await answered).finished();
    await page.fill('#q', 'pilot');
    await about(page, 'pilot');
    await page.goBack();
    await inPage(page, "document.querySelector('.passage mark')?.textContent === 'NATO'");
    expect(await page.inputValue('#q')).toBe('nato');
    expect(query(page.url())).toBe('nato');
    await inPage(page, "document.activeElement?.id === 'q'");
    await page.goBack();
    await page.waitForSelector('.home');
    expect(await page.inputValue('#q')).toBe('');
    await page.goForward();
    await page.waitForSelector('.hit');
    expect(await page.inputValue('#q')).toBe('nato');
    // What htmx brought back is as live as before.
    await page.fill('#q', 'harbour');
    await about(page, 'harbour');
  });

  test('Back and Forward lead to where one was in each list, and not through all of it', async () => {
    const { page } = visitor;
    await page.goto(`${site.url}/?q=pilot`);
    await page.evaluate("new Promise((done) => { addEventListener('scrollend', () => done()); scrollTo(0, 800); })");
    await page.evaluate("document.querySelector('#sort-path').click()");
    await page.locator('#sort-path[aria-current]').waitFor();
    await page.evaluate("globalThis.seen = new Set(), addEventListener('scroll', () => seen.add(scrollY))");
    await inPage(page, 'scrollY === 0');
    await page.goBack();
    await page.locator('#sort-relevance[aria-current]').waitFor();
    await inPage(page, 'scrollY === 800');
    await page.goForward();
    await page.locator('#sort-path[aria-current]').waitFor();
    await inPage(page, 'scrollY === 0');
    expect(await page.evaluate('[...seen].sort()')).toEqual([0, 800]);
    // Also where another document came between.
    await page.locator('.source a').first().click();
    await page.waitForSelector('.reader');
    await page.goBack();
    await page.locator('#sort-path[aria-current]').waitFor();
    await page.goBack();
    await page.locator('#sort-relevance[aria-current]').waitFor();
    await inPage(page, 'scrollY === 800');
  });

  test('who goes back twice before the scripts are there comes to the list before', async () => {
    const { page } = visitor;
    await page.goto(`${site.url}/?q=pilot`);
    await page.evaluate("document.querySelector('#sort-path').click()");
    await page.locator('#sort-path[aria-current]').waitFor();
    await page.locator('.source a').first().click();
    await page.waitForSelector('.reader');
    await page.route('**/assets/**/*.js*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    await page.goBack({ waitUntil: 'commit' });
    await page.locator('#sort-path[aria-current]').waitFor();
    await page.goBack({ waitUntil: 'commit' });
    await page.locator('#sort-relevance[aria-current]').waitFor();
  });

  test('from the reader Back leads to the same results; reload keeps them; the address works for others', async () => {
    const { page } = visitor;
    await page.goto(site.url);
    await page.fill('#q', 'harbour');
    await about(page, 'harbour');
    const found = await marks(page);
    await page.locator('.hit h2 a').nth(1).click();
    await page.waitForSelector('.reader');
    await page.goBack();
    await page.waitForSelector('.hit');
    expect(await page.inputValue('#q')).toBe('harbour');
    expect(await marks(page)).toEqual(found);
    await page.reload();
    expect(await page.inputValue('#q')).toBe('harbour');
    expect(await marks(page)).toEqual(found);
    const other = await visit(browser);
    await other.page.goto(page.url());
    expect(await marks(other.page)).toEqual(found);
    await other.leave();
  });
});

describe('what goes wrong', () => {
  test('without a connection the page says so, keeps the results, and recovers', async () => {
    const { page, troubles } = visitor;
    await page.goto(`${site.url}/?q=nato`);
    await page.context().setOffline(true);
    await page.fill('#q', 'pilot');
    await inPage(page, "document.querySelector('#problem')?.textContent !== ''");
    expect(await page.locator('#problem').textContent()).toContain('does not answer');
    expect(await page.locator('.hit').count()).toBeGreaterThan(0);
    expect(await page.locator('.htmx-request').count()).toBe(0);
    await page.context().setOffline(false);
    await page.fill('#q', 'harbour');
    await about(page, 'harbour');
    expect(await page.locator('#problem').textContent()).toBe('');
    // htmx itself writes the failed request to the console.
    expect(troubles.splice(0).every((line) => line.includes('Failed to fetch'))).toBe(true);
  });

  test('an address with a name and a password is left for the same without, from which answers can be fetched', async () => {
    const { page, troubles } = visitor;
    await page.goto(`${site.url.replace('//', '//me:secret@')}/?q=nato`);
    await inPage(page, "document.documentElement.classList.contains('scripted') && !document.URL.includes('secret')");
    expect(query(page.url())).toBe('nato');
    await page.fill('#q', 'harbour');
    await about(page, 'harbour');
    expect(troubles).toEqual([]);
  });

  test('only results replace results: a page of a proxy does not', async () => {
    const { page } = visitor;
    await page.goto(`${site.url}/?q=nato`);
    await page.route('**/results?*', (route) =>
      route.fulfill({ status: 503, contentType: 'text/html', body: '<html><body><h1>Gateway</h1></body></html>' }),
    );
    await page.fill('#q', 'pilot');
    await inPage(page, "document.querySelector('#problem')?.textContent !== ''");
    expect(await page.locator('h1').allTextContents()).not.toContain('Gateway');
    expect(query(page.url())).toBe('nato');
  });

  test('a query that is refused says why, in place', async () => {
    const { page } = visitor;
    await page.goto(site.url);
    const words = Array.from({ length: 80 }, (_, index) => `w${index}`).join(' ');
    await page.fill('#q', words);
    await inPage(page, "document.querySelector('h1')?.textContent === 'This search cannot be answered'");
    expect(await page.inputValue('#q')).toBe(words);
    await page.fill('#q', 'nato');
    await page.waitForSelector('.hit');
  });

  test('a browser whose HTML parser refuses the options of htmx gets its answers too', async () => {
    const { page, addInitScript } = visitor;
    // As Chromium of about 124 to 145 did.
    await addInitScript(`Document.parseHTMLUnsafe = (html, options) => {
      if (options !== undefined) throw new TypeError('one argument');
      return new DOMParser().parseFromString(html, 'text/html');
    }`);
    await page.goto(site.url);
    await page.fill('#q', 'nato');
    await page.waitForSelector('.hit');
  });

  test('no text becomes markup or code but through htmx', async () => {
    const { page, troubles } = visitor;
    const response = await page.goto(site.url);
    expect(response?.headers()['content-security-policy']).toContain("require-trusted-types-for 'script'");
    const refused = "(() => { try { document.body.innerHTML += '<b>x</b>'; } catch (error) { return error.name; } })()";
    expect(await page.evaluate(refused)).toBe('TypeError');
    expect(troubles.splice(0).every((line) => line.includes('TrustedHTML'))).toBe(true);
    await page.fill('#q', 'nato');
    await page.waitForSelector('.hit');
  });
});

test('while the folder is read for the first time, results follow by themselves', async () => {
  const { page } = visitor;
  site.status = { ...site.status, phase: 'starting', done: 1, total: 6 };
  await page.goto(`${site.url}/?q=nato`);
  await page.waitForSelector('.starting progress');
  await page.keyboard.press('j');
  await page.waitForResponse('**/results?*');
  await page.waitForTimeout(100);
  expect(await page.evaluate(AT)).toBe('hit');
  site.status = { ...site.status, phase: 'idle', done: 0, total: 0 };
  await inPage(page, "document.querySelector('.starting') === null");
  expect(await page.locator('.hit').count()).toBeGreaterThan(0);
});
