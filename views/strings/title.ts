/** The titles that browsers show in bars, menus and lists of their own. Pure. */
import { shorten } from '../../src/index/documents/title.js';

/** Signs that turn the direction of what stands behind them, to the end of a bar that knows no elements. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * The same in all languages.
 * @param part what tells this page from others of the folder, or ''
 * @param folder its name, which tells two of them apart; '' where it has none, or not everybody may know it
 */
export function pageTitle(part: string, folder: string): string {
  const parts = [part, folder].map(plain).filter((one) => one !== '');
  return [...parts, 'Pilcrow'].join(' – ');
}

/** Most characters that OpenSearch allows for the short name of a search. */
const SHORT_NAME_LENGTH = 16;

/** What browsers call the search of a folder: they take no second one of the same name. */
export function searchName(folder: string): string {
  const name = plain(folder);
  return name === '' ? 'Pilcrow' : shorten(`¶ ${name}`, SHORT_NAME_LENGTH);
}

function plain(text: string): string {
  return text.replace(TURNS, '');
}
