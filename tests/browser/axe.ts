/** What axe-core finds to mend on a page, for visitors who need more than eyes and a mouse. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface Violation {
  id: string;
  nodes: { html: string }[];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules about colours, which alone are others in the other colour scheme. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * A line for each rule that is broken, light or dark, with the elements at fault. The page is dark afterwards. `also` are rules about
 * colours that do not run by themselves.
 */
export async function axeFindings(page: Page, also: readonly string[] = []): Promise<string[]> {
  await page.evaluate(AXE);
  await page.emulateMedia({ colorScheme: 'light' });
  const rules = Object.fromEntries(also.map((rule) => [rule, { enabled: true }]));
  const light = await violations(page, { rules });
  await page.emulateMedia({ colorScheme: 'dark' });
  return [...light, ...(await violations(page, { runOnly: [...OF_COLOURS, ...also] }))];
}

async function violations(page: Page, options: object): Promise<string[]> {
  // To describe every element that is as it should be takes axe longer than to look at them all.
  const run = JSON.stringify({ ...options, resultTypes: ['violations'] });
  const violations: Violation[] = await page.evaluate(`axe.run(${run}).then(({ violations }) => violations)`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
