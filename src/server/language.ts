/** Chooses the language of a page: the first that the browser asks for among those that Pilcrow has. */
import type { Context } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { LANGUAGE_TAGS, stringsOf } from '../../views/language.js';
import type { Strings } from '../../views/strings/en.js';

/**
 * The words of a page, in the language that `Accept-Language` prefers; English where that is none of Pilcrow's. The
 * setting of the browser is the only one: it holds for all sites, and needs no cookie.
 */
export function spokenTo(c: Context): Strings {
  for (const { type, q } of parseAccept(c.req.header('Accept-Language') ?? '')) {
    // Of Austrian German, German.
    const tag = type.toLowerCase().replace(/-.*/, '');
    if (q > 0 && LANGUAGE_TAGS.includes(tag)) return stringsOf(tag);
  }
  return stringsOf('en');
}
