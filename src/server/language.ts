/** The language of an answer: the first of those that the reader's browser asks for which the pages speak. */
import type { MiddlewareHandler } from 'hono';
import { languageDetector } from 'hono/language';
import { LANGUAGE_TAGS } from '../../views/language.js';

/**
 * Reads `Accept-Language` into `c.get('language')`. There is no setting beside the browser's own: it holds for every site, and needs no
 * cookie.
 */
export function language(): MiddlewareHandler {
  return languageDetector({
    order: ['header'],
    caches: false,
    supportedLanguages: [...LANGUAGE_TAGS],
    fallbackLanguage: 'en',
  });
}
