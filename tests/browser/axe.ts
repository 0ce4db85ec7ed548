/** What axe-core finds to mend on a page, for visitors who need more than eyes and a mouse. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Violation {
  id: string;
  nodes: { html: string }[];
}

/** A line for each rule that is broken, with the elements at fault. The context must have `bypassCSP`. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe.source });
  const { violations }: { violations: Violation[] } = await page.evaluate('axe.run()');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
