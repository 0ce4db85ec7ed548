/** Someone with a browser, who visits a site: a page whose every error, warning of the policy and failed script is remembered. */
import type { Browser, BrowserContextOptions, Disposable, Page } from 'playwright-core';
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
  /** Has a script run before those of every page, until the visitor leaves. */
  addInitScript(content: string): Promise<void>;
  leave(): Promise<void>;
}

/**
 * Pages that were left, by how they were opened. A browser starts a process for each that it opens, and another for what comes from a
 * site that keeps to itself: the two take more of the processor than to load most of what tests look at.
 */
const left = new WeakMap<Browser, Map<string, Page>>();

/** Opens a page, or one that was left by who came with the same options: nothing is there any more but the history and the cache. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const { viewport, ...others } = options;
  const kind = JSON.stringify(others);
  const pages = left.get(browser) ?? new Map<string, Page>();
  left.set(browser, pages);
  const page = pages.get(kind) ?? (await open(browser, others));
  pages.delete(kind);
  await page.setViewportSize(viewport ?? DESK);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // The browser's own line for a 4xx; tests look at the page that came with it.
    if (message.text().startsWith('Failed to load resource')) return;
    if (message.text() === 'Service Worker registration blocked by Playwright') return;
    troubles.push(`${message.type()}: ${message.text()}`);
  });
  const scripts: Disposable[] = [];
  return {
    page,
    troubles,
    addInitScript: async (content) => void scripts.push(await page.addInitScript({ content })),
    leave: async () => {
      for (const script of scripts) await script.dispose();
      // Where no page of the site came, nothing can be cleared; what went wrong there must be told, and not this.
      const isClear = await clear(page, options.colorScheme ?? null).then(
        () => true,
        () => false,
      );
      if (isClear && !pages.has(kind)) pages.set(kind, page);
      else await page.context().close();
    },
  };
}

async function open(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  // A service worker would answer between a test and the server; the one test that is about it lets it.
  const context = await browser.newContext({ serviceWorkers: 'block', ...options });
  context.setDefaultTimeout(PATIENCE);
  return await context.newPage();
}

/** Takes away what a visitor did to a page. */
async function clear(page: Page, colorScheme: 'light' | 'dark' | 'no-preference' | null): Promise<void> {
  for (const other of page.context().pages()) if (other !== page) await other.close();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.emulateMedia({ media: null, colorScheme, reducedMotion: null, forcedColors: null, contrast: null });
  await page.evaluate('localStorage.clear(), sessionStorage.clear(), stop()');
  // Else an address that differs behind its # alone would be no new page.
  await page.evaluate("history.replaceState(null, '', '/left')");
  for (const event of ['request', 'pageerror', 'console']) page.removeAllListeners(event);
}

/** What the tests of a file visit, and with what. */
interface Stage {
  site: Site;
  browser: Browser;
  /** A visit on which nothing may have gone wrong. */
  withVisitor(use: (visitor: Visitor) => Promise<void>, options?: BrowserContextOptions): Promise<void>;
}

/** Opens a site and a browser for the tests of a file, after which both are closed. @param more as for `openSite` */
export async function openStage(more?: Parameters<typeof openSite>[0]): Promise<Stage> {
  const [site, browser] = await Promise.all([openSite(more), launchChromium()]);
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  return {
    site,
    browser,
    withVisitor: async (use, options) => {
      const visitor = await visit(browser, options);
      try {
        await use(visitor);
        expect(visitor.troubles).toEqual([]);
      } finally {
        await visitor.leave();
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
