/** What axe-core finds to mend on a page, for visitors who need more than eyes and a mouse. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface Violation {
  id: string;
  nodes: { html: string }[];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A line for each rule that is broken, with the elements at fault. `also` are rules that do not run by themselves. */
export async function axeFindings(page: Page, also: readonly string[] = []): Promise<string[]> {
  await page.evaluate(AXE);
  const rules = Object.fromEntries(also.map((rule) => [rule, { enabled: true }]));
  // To describe every element that is as it should be takes axe longer than to look at them all.
  const options = JSON.stringify({ rules, resultTypes: ['violations'] });
  const violations: Violation[] = await page.evaluate(`axe.run(${options}).then(({ violations }) => violations)`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
