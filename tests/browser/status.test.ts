/** The status page in a browser: it follows the indexer to the end, with JavaScript and without, and keeps what someone unfolded. */
import type { BrowserContextOptions } from 'playwright-core';
import { expect, test as inTurn } from 'vitest';
import { cases } from '../times.js';
import { axeFindings } from './axe.js';
import { type Served, serveOver } from './site.js';
import { atSizes, openStage, sizesOf, type Visitor } from './visitor.js';

const stage = await openStage();
const idle = stage.site.status;

// Each waits for seconds, so they do at the same time.
const test = inTurn.concurrent;

/** A visit to a server of its own, whose status nobody else sees. */
async function withVisitor(
  use: (visitor: Visitor & { site: Served }) => Promise<void>,
  options?: BrowserContextOptions,
): Promise<void> {
  const site = await serveOver(stage.site.engine);
  try {
    await stage.withVisitor((visitor) => use({ ...visitor, site }), options);
  } finally {
    await site.close();
  }
}

const BUSY = { phase: 'indexing', done: 2, total: 50 } as const;

/** 20 files of one reason, one of another, with hostile names. */
const SKIPPED = [
  ...Array.from({ length: 20 }, (_, i) => ({
    path: `scan ${i}.pdf`,
    reason: 'unsupported format ".pdf"',
    stamp: null,
  })),
  { path: '<img src=x onerror=alert(1)>.txt', reason: 'binary data, not text', stamp: null },
];

test('the bar moves as files come in, and the page says when they are in', () =>
  withVisitor(async ({ page, site }) => {
    site.status = { ...idle, ...BUSY };
    await page.goto(`${site.url}/status`);
    const bar = page.locator('progress');
    expect(await bar.getAttribute('value')).toBe('2');
    for (const done of [20, 49]) {
      site.status = { ...idle, ...BUSY, done };
      await page.getByText(`${done} of 50 files`).waitFor();
      expect(await bar.evaluate((element) => Number(element.getAttribute('value')))).toBe(done);
    }
    site.status = { ...idle, lastRebuild: { at: Date.now(), durationMs: 4321 } };
    await page.getByText('Up to date').waitFor();
    await page.getByText('took 4.3 s').waitFor();
    expect(await bar.count()).toBe(0);
  }));

test('a rebuild begins a bar on the page that asked for it, in sight', () =>
  withVisitor(async ({ page, site }) => {
    // Or the page would still scroll to the button when it is pressed.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1280, height: 400 });
    await page.goto(`${site.url}/status`);
    const before = site.rebuilds;
    await page.getByRole('button', { name: 'Rebuild the index' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => site.rebuilds).toBe(before + 1);
    site.status = { ...idle, ...BUSY };
    await page.locator('progress').waitFor();
    await expect.poll(() => page.evaluate('scrollY')).toBe(0);
    // The swap leaves the focus where it was.
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Rebuild the index');
  }));

test('what someone unfolded stays so while the page follows', () =>
  withVisitor(async ({ page, site }) => {
    site.status = { ...idle, skipped: SKIPPED };
    await page.goto(`${site.url}/status`);
    const summary = page.locator('summary').first();
    expect(await page.getByText('scan 3.pdf').isVisible()).toBe(false);
    await summary.click();
    await page.getByText('scan 3.pdf').waitFor();
    site.status = { ...idle, ...BUSY, skipped: SKIPPED };
    await page.locator('progress').waitFor();
    expect(await page.getByText('scan 3.pdf').isVisible()).toBe(true);
  }));

test('a server that no longer answers is told, and that it does again', () =>
  withVisitor(async ({ page, site, troubles }) => {
    await page.route('**/status/events', (route) => route.abort());
    await page.route('**/status', (route) =>
      route.request().isNavigationRequest() ? route.continue() : route.abort(),
    );
    await page.goto(`${site.url}/status`);
    const told = page.getByText('Pilcrow does not answer');
    await told.waitFor();
    await page.unrouteAll();
    await told.waitFor({ state: 'detached' });
    // htmx says so of each try.
    expect(troubles.splice(0).every((line) => line.includes('Failed to fetch'))).toBe(true);
  }));

test('questions of this run are links to ask them again', () =>
  withVisitor(async ({ page, site }) => {
    await page.goto(`${site.url}/?q=zyzzyva`);
    await page.goto(`${site.url}/status`);
    const list = page.getByRole('heading', { name: 'Without a hit' }).locator('+ ol');
    await list.getByRole('link', { name: 'zyzzyva' }).click();
    await page.waitForURL(/[?&]q=zyzzyva(&|$)/);
  }));

test('without JavaScript the page loads itself again until the files are in, and reasons unfold', () =>
  withVisitor(
    async ({ page, site }) => {
      site.status = { ...idle, ...BUSY, skipped: SKIPPED };
      await page.goto(`${site.url}/status`);
      expect(await page.locator('progress').getAttribute('value')).toBe('2');
      await page.locator('summary').first().click();
      expect(await page.getByText('scan 3.pdf').isVisible()).toBe(true);
      site.status = { ...idle, skipped: SKIPPED };
      await page.getByText('Up to date').waitFor();
      // It leads to where one is, and nowhere where it is broken.
      const loaded = page.waitForEvent('load');
      await page.getByRole('link', { name: 'Load the status again' }).click();
      await loaded;
      expect(await page.locator('h1').textContent()).toBe('Status');
    },
    { javaScriptEnabled: false },
  ));

test('axe finds nothing to mend, busy or not, in a wide window or a narrow one', () =>
  withVisitor(async ({ page, site }) => {
    await page.goto(`${site.url}/?q=zyzzyva`);
    for (const phase of cases<object>(BUSY, {})) {
      site.status = { ...idle, ...phase, skipped: SKIPPED, problem: 'The folder is missing; mount it' };
      await page.goto(`${site.url}/status`);
      await atSizes(page, sizesOf(...cases(390, 1280)), async (size) => {
        expect(await axeFindings(page), size).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), size).toBeLessThanOrEqual(0);
      });
    }
  }));
