/**
 * Pictures of every page, in both themes, on a phone and on a desktop, for docs/screenshots/: `npm run screenshots`. They are WebP, as
 * PNG would be five times as large.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { openStage, visit } from './visitor.js';

const FOLDER = new URL('../../docs/screenshots/', import.meta.url);
const SCREENS = {
  desktop: { viewport: { width: 1280, height: 860 } },
  phone: { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true },
};
/** As those who want to read what is in it. */
const QUALITY = 80;

const { site, browser } = await openStage();

beforeAll(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.each(['desktop', 'phone'] as const)(
    'on a %s',
    async (screen) => {
      const { page, troubles, leave } = await visit(browser, { ...SCREENS[screen], colorScheme });
      const session = await page.context().newCDPSession(page);
      const reader = await address('harbour.md', 'harbour');
      for (const [name, path] of [
        ['home', '/'],
        ['results', '/?q=harbour'],
        ['documents', '/?q=harbour+tide&group=document&type=md'],
        ['nothing-found', '/?q=%22harbour+cheese%22'],
        ['reader', reader],
        ['status', '/status'],
        ['error', '/nowhere'],
      ] as const) {
        await page.goto(site.url + path, { waitUntil: 'networkidle' });
        const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
        const picture = Buffer.from(data, 'base64');
        expect([name, picture.length > 3_000]).toEqual([name, true]);
        await writeFile(new URL(`${name}-${screen}-${colorScheme}.webp`, FOLDER), picture);
      }
      expect(troubles).toEqual([]);
      await leave();
    },
    60_000,
  );
});

/** Of a document in the reader. */
async function address(path: string, q: string): Promise<string> {
  const response = await fetch(`${site.url}/search?q=${q}&path=${encodeURIComponent(path)}`);
  const { hits }: { hits: { url: string }[] } = JSON.parse(await response.text());
  return hits[0]?.url.replace(/#.*/, '') ?? '/';
}
