/** Where the threads begin that are started from here. */

/** A compiled file, by its path in `src`: threads run compiled code, even where what starts them runs from its source, as in tests. */
export function entryPoint(path: string): URL {
  const source = import.meta.url.endsWith('.ts') ? '../../dist/src' : '..';
  return new URL(`${source}/${path}`, import.meta.url);
}
