/** The title of a page, as browsers show it in bars and lists of their own. Pure. */

/** Signs that turn the direction of what stands behind them, to the end of a bar that knows no elements. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** The same in all languages. @param part what tells this page from others, or '' */
export function pageTitle(part: string): string {
  const plain = part.replace(TURNS, '');
  return plain === '' ? 'Pilcrow' : `${plain} – Pilcrow`;
}
