/** Someone with a browser, who visits a site: a page whose every error, warning of the policy and failed script is remembered. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, expect, vi } from 'vitest';
import { PATIENCE } from '../patience.js';
import { launchChromium } from './chromium.js';
import { openSite, type Site } from './site.js';

const DESK = { width: 1280, height: 900 };

/** A page, and what went wrong on it. */
export interface Visitor {
  page: Page;
  /** Uncaught errors and console errors, policy violations among them. Responses that a test provokes are not. */
  troubles: string[];
  leave(): Promise<void>;
}

/** Opens a page in a context of its own: no cookies, no history, no cache of others. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  // A service worker would answer between a test and the server; the one test that is about it lets it.
  const own = { viewport: DESK, serviceWorkers: 'block' } as const;
  const context = await browser.newContext({ ...own, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // The browser's own line for a 4xx; tests look at the page that came with it.
    if (message.text().startsWith('Failed to load resource')) return;
    if (message.text() === 'Service Worker registration blocked by Playwright') return;
    troubles.push(`${message.type()}: ${message.text()}`);
  });
  return { page, troubles, leave: () => context.close() };
}

/** Makes of a visitor one who was never there, but for the history, the cache, and what `addInitScript` added. */
async function renewed(visitor: Visitor): Promise<Visitor> {
  const { page, troubles } = visitor;
  for (const other of page.context().pages()) if (other !== page) await other.close();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  page.removeAllListeners('request');
  await page.emulateMedia({ media: null, colorScheme: null, reducedMotion: null, forcedColors: null, contrast: null });
  await page.setViewportSize(DESK);
  await page.evaluate('localStorage.clear(), sessionStorage.clear()');
  // Else an address that differs behind its # alone would be no new page.
  await page.goto('about:blank');
  troubles.length = 0;
  return visitor;
}

/** What the tests of a file visit, and with what. */
export interface Stage {
  site: Site;
  browser: Browser;
  /**
   * A visit on which nothing may have gone wrong. Without options it is in the page of the one before: to open another takes more of the
   * processor than to load what most tests look at. Who calls `addInitScript` gives some, if only `{}`.
   */
  withVisitor(use: (visitor: Visitor) => Promise<void>, options?: BrowserContextOptions): Promise<void>;
}

/** Opens a site and a browser for the tests of a file, after which both are closed. @param more as for `openSite` */
export async function openStage(more?: Parameters<typeof openSite>[0]): Promise<Stage> {
  const [site, browser] = await Promise.all([openSite(more), launchChromium()]);
  let usual: Visitor | null = null;
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  return {
    site,
    browser,
    withVisitor: async (use, options) => {
      const isUsual = options === undefined;
      const visitor = (isUsual ? usual : null) ?? (await visit(browser, options));
      if (isUsual) usual = null;
      try {
        await use(visitor);
        expect(visitor.troubles).toEqual([]);
        if (isUsual) usual = await renewed(visitor);
      } finally {
        if (visitor !== usual) await visitor.leave();
      }
    },
  };
}

/** Windows of these widths, in pixels. */
export const sizesOf = (...widths: number[]) => widths.map((width) => [width, 800] as const);

/** Looks at a page in windows of several sizes, in pixels: it is loaded once, and laid out anew for each. */
export async function atSizes(
  page: Page,
  sizes: readonly (readonly [width: number, height: number])[],
  look: (size: string) => Promise<void>,
): Promise<void> {
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await look(`${width} by ${height} pixels`);
  }
}

/** Texts of the marked words in the results or the reader. */
export function marks(page: Page): Promise<string[]> {
  return page.locator('.passage mark').allTextContents();
}

/** The line that says how much was found. */
export function tally(page: Page): Promise<string | null> {
  return page.locator('[data-announce]').first().textContent();
}

/** The paragraph that the address names. */
export function target(page: Page): Promise<string | null> {
  return page.locator(':target').getAttribute('id');
}

/** Waits until the page is about a query: its title says so once the results are there. */
export async function about(page: Page, q: string): Promise<void> {
  await inPage(page, `document.title.startsWith(${JSON.stringify(`${q} –`)})`);
}

/**
 * Waits until an expression holds in the page. It is text, as the types of the browser are not those of our own code, and asked from
 * outside, as the page's policy lets nothing evaluate text.
 */
export async function inPage(page: Page, expression: string): Promise<void> {
  const holds = async (): Promise<void> => {
    if ((await page.evaluate(expression)) !== true) throw new Error(`Never came true: ${expression}`);
  };
  await vi.waitFor(holds, { timeout: PATIENCE, interval: 25 });
}
