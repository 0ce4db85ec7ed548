/** What axe-core finds to mend on a page, for visitors who need more than eyes and a mouse. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface Violation {
  id: string;
  nodes: { html: string }[];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rule about contrast, and that which asks for more of it, which passes over what has too little for the first. */
const [CONTRAST, MORE_CONTRAST] = ['color-contrast', 'color-contrast-enhanced'];

/**
 * A line for each rule that is broken, light or dark, with the elements at fault. The page is dark afterwards.
 * @param enhanced whether every text is to be read well (AAA), which no rule asks for by itself
 */
export async function axeFindings(page: Page, { enhanced = false } = {}): Promise<string[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(AXE);
  await page.emulateMedia({ colorScheme: 'light' });
  const rules = { [MORE_CONTRAST]: { enabled: enhanced } };
  const light = await violations(page, { rules });
  await page.emulateMedia({ colorScheme: 'dark' });
  // Rules about colours alone are others in the other colour scheme.
  const ofColours = [CONTRAST, 'link-in-text-block', ...(enhanced ? [MORE_CONTRAST] : [])];
  return [...light, ...(await violations(page, { runOnly: ofColours }))];
}

async function violations(page: Page, options: object): Promise<string[]> {
  // To describe every element that is as it should be takes axe longer than to look at them all. And it would load every style sheet once
  // more, for sound that plays by itself, which no page has, and for a rule that axe has off.
  const run = JSON.stringify({ ...options, resultTypes: ['violations'], preload: false });
  const violations: Violation[] = await page.evaluate(`axe.run(${run}).then(({ violations }) => violations)`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
