/** The list of suggestions under the field, in a real browser: keys, pointer, what a screen reader is told, and that nothing moves. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { LocalEngine } from '../../src/index/local.js';
import { createApp } from '../../src/server/app.js';
import { type Listening, listen } from '../../src/server/serve.js';
import { IDLE } from '../server/fixture.js';
import { axeFindings } from './axe.js';
import { launchChromium } from './chromium.js';
import { about, inPage, type Visitor, visit } from './visitor.js';

const FILES = {
  'a.txt':
    'Harbour notes\n\nThe spring tide fills the harbour.\n\nA spring tide comes at new moon. A spring tower stands.\n\nNeap tides fill no harbour.\n',
  'b.txt': 'Spring tables\n\n<img src=x onerror=alert(1)> spring tide & <b>spring trap</b>.\n',
};

let root: string;
let engine: LocalEngine;
let server: Listening;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'pilcrow-suggest-'));
  for (const [path, text] of Object.entries(FILES)) await writeFile(join(root, path), text);
  engine = await LocalEngine.open({ root, dataDir: null, maxFileBytes: 1e6 });
  await engine.apply({ remove: [], add: Object.keys(FILES) });
  const indexer = { status: () => IDLE, rebuild: async () => undefined };
  const app = createApp({ engine, indexer, settings: { allowedHosts: [], token: null }, log: console });
  server = await listen(app, { host: '127.0.0.1', port: 0, drainMs: 0, graceMs: 500 });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await engine.close();
  await rm(root, { recursive: true });
});
beforeEach(async () => {
  visitor = await visit(browser);
  await visitor.page.goto(server.url);
});
afterEach(async () => {
  expect(visitor.troubles).toEqual([]);
  await visitor.leave();
});

const OPEN = `document.querySelector('#q').getAttribute('aria-expanded') === 'true'`;
const CLOSED = `document.querySelector('#q').getAttribute('aria-expanded') !== 'true' && document.querySelector('#suggestions').hidden`;
const ACTIVE = `document.getElementById(document.querySelector('#q').getAttribute('aria-activedescendant'))?.textContent ?? null`;

/** Types a text at a stroke, and waits for what it may become: letter by letter, a beginning of it might be answered first, and it later. */
async function typed(text: string, page = visitor.page): Promise<void> {
  await page.locator('#q').focus();
  await page.keyboard.insertText(text);
  await inPage(page, OPEN);
}

test('lists what follows, says how many, and leaves the field with the focus', async () => {
  const { page } = visitor;
  await typed('spring t');
  const options = await page.getByRole('option').allTextContents();
  expect(options.slice(0, 3).sort()).toEqual(['spring tide', 'spring tower', 'spring trap']);
  expect(options).toContain('Spring tables');
  expect(await page.locator('.suggestion').first().locator('b').textContent()).toBe('ide');
  expect(await page.locator('#suggested').textContent()).toBe(`${options.length} suggestions; arrow down to choose`);
  expect(await page.evaluate('document.activeElement.id')).toBe('q');
});

test('a number that stays the same is not told again at each letter', async () => {
  const { page } = visitor;
  await page.evaluate(`
    window.told = [];
    new MutationObserver(() => told.push(document.querySelector('#suggested').textContent))
      .observe(document.querySelector('#suggested'), { childList: true, characterData: true, subtree: true });
  `);
  for (const text of ['spr', 'spri', 'sprin', 'zyzzyva']) {
    const answered = page.waitForResponse((response) => response.url().endsWith(`/suggest?q=${text}`));
    await page.fill('#q', text);
    await (await answered).finished();
    await inPage(page, text === 'zyzzyva' ? CLOSED : OPEN);
  }
  const told = await page.evaluate<string[]>('told');
  expect(told).toEqual([expect.stringMatching(/suggestions/), '']);
});

test('arrows choose, Enter takes, and the results follow', async () => {
  const { page } = visitor;
  await typed('spring ti');
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(ACTIVE)).toBe('spring tide');
  expect(await page.locator('[role=option][aria-selected=true]').count()).toBe(1);
  await page.keyboard.press('Enter');
  expect(await page.inputValue('#q')).toBe('spring tide');
  await inPage(page, CLOSED);
  await about(page, 'spring tide');
  // Nothing comes back by itself.
  await page.waitForTimeout(300);
  await inPage(page, CLOSED);
});

test('Enter without a choice asks what was typed', async () => {
  const { page } = visitor;
  await typed('spring ti');
  await page.keyboard.press('Enter');
  await inPage(page, CLOSED);
  await about(page, 'spring ti');
  expect(await page.inputValue('#q')).toBe('spring ti');
});

test('Escape closes, then clears', async () => {
  const { page } = visitor;
  await typed('spring ti');
  await page.keyboard.press('Escape');
  await inPage(page, CLOSED);
  expect(await page.inputValue('#q')).toBe('spring ti');
  await page.keyboard.press('Escape');
  expect(await page.inputValue('#q')).toBe('');
});

test('below the last suggestion are the hits, and Tab leaves', async () => {
  const { page } = visitor;
  await typed('spring ti');
  await about(page, 'spring ti');
  const count = await page.getByRole('option').count();
  for (let i = 0; i < count; i++) await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(ACTIVE)).not.toBeNull();
  await page.keyboard.press('ArrowDown');
  await inPage(page, `document.activeElement.closest('.hit') !== null`);
  await inPage(page, CLOSED);
  await page.focus('#q');
  await page.keyboard.press('End');
  await typed('d');
  await page.keyboard.press('Tab');
  await inPage(page, CLOSED);
  expect(await page.evaluate('document.activeElement.id')).not.toBe('q');
});

test('a click takes, and nothing moves or is covered when the list comes and goes', async () => {
  const { page } = visitor;
  await page.fill('#q', 'harbour');
  await about(page, 'harbour');
  const place = async (): Promise<unknown> =>
    await page.evaluate(`document.querySelector('#results').getBoundingClientRect().top`);
  await page.keyboard.press('Escape');
  const before = await place();
  await page.fill('#q', '');
  await typed('spring t');
  expect(await place()).toBe(before);
  const line = await page.locator('#suggestions').boundingBox();
  expect((line?.y ?? 0) + (line?.height ?? 0)).toBeLessThanOrEqual(Number(before) + 12);
  await page.getByRole('option', { name: 'spring trap' }).click();
  expect(await page.inputValue('#q')).toBe('spring trap');
  expect(await page.evaluate('document.activeElement.id')).toBe('q');
  await about(page, 'spring trap');
  expect(await place()).toBe(before);
});

test('an answer that is late is not shown', async () => {
  const { page } = visitor;
  const late: Route[] = [];
  await page.route('**/suggest?q=spring*', (route) => void late.push(route));
  await page.fill('#q', 'spring t');
  await expect.poll(() => late.length).toBe(1);
  await page.fill('#q', 'harb');
  await inPage(page, OPEN);
  // One that was given up cannot go on.
  for (const route of late) await route.continue().catch(() => undefined);
  await page.waitForTimeout(200);
  expect(await page.getByRole('option').allTextContents()).not.toContain('spring tide');
});

test('in forced colours, too, one sees that the field has the focus, and what is chosen', async () => {
  const { page } = visitor;
  await page.emulateMedia({ forcedColors: 'active' });
  await typed('spring t');
  await page.keyboard.press('ArrowDown');
  for (const selector of ['.field', '.suggestion[aria-selected="true"]']) {
    const style = await page.evaluate(`getComputedStyle(document.querySelector('${selector}')).outlineStyle`);
    expect(style, selector).toBe('solid');
  }
});

test('is accessible, in light and dark, with a choice', async () => {
  const other = await visit(browser);
  await other.page.goto(server.url);
  await typed('spring t', other.page);
  await other.page.keyboard.press('ArrowDown');
  expect(await axeFindings(other.page)).toEqual([]);
  await other.leave();
});

test('on a phone the line is swiped, not wrapped', async () => {
  const phone = await visit(browser, { viewport: { width: 360, height: 700 }, hasTouch: true });
  await phone.page.goto(server.url);
  await typed('spring t', phone.page);
  expect((await phone.page.locator('#suggestions').boundingBox())?.height).toBeLessThan(48);
  expect(await phone.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await phone.page.getByRole('option').first().tap();
  expect(await phone.page.inputValue('#q')).toBe('spring tide');
  await phone.leave();
});

test('a screen reader hears what was corrected, with the count', async () => {
  const { page } = visitor;
  await page.fill('#q', 'harbuor');
  await inPage(page, "document.querySelector('#announcer').textContent !== ''");
  expect(await page.locator('#announcer').textContent()).toBe(
    '2 paragraphs in 1 document. Showing results for harbour',
  );
});
