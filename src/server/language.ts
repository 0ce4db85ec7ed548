/** Chooses the language of a page: the first that the browser asks for among those that Pilcrow has. */
import type { MiddlewareHandler } from 'hono';
import { languageDetector } from 'hono/language';
import { LANGUAGE_TAGS } from '../../views/language.js';

/**
 * Sets `c.get('language')` by `Accept-Language`. The setting of the browser is the only one: it holds for all sites,
 * and needs no cookie.
 */
export function language(): MiddlewareHandler {
  return languageDetector({
    order: ['header'],
    caches: false,
    supportedLanguages: [...LANGUAGE_TAGS],
    fallbackLanguage: 'en',
  });
}
