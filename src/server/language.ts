/** The language of an answer: the first of those that the reader's browser asks for which the pages speak. */
import type { MiddlewareHandler } from 'hono';
import { languageDetector } from 'hono/language';
import { LANGUAGE_TAGS } from '../../views/language.js';

/**
 * Reads `Accept-Language` into `c.get('language')`, and says in `Vary` that pages depend on it. There is no setting beside the browser's
 * own: it holds for every site, and needs no cookie.
 */
export function language(): MiddlewareHandler {
  const detect = languageDetector({
    order: ['header'],
    caches: false,
    supportedLanguages: [...LANGUAGE_TAGS],
    fallbackLanguage: 'en',
  });
  return async (c, next) => {
    await detect(c, next);
    if (c.res.headers.get('Content-Type')?.startsWith('text/html')) c.res.headers.append('Vary', 'Accept-Language');
  };
}
