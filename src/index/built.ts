/** Where the parts of the program stand that are loaded by their address. */

/** The folder of the code, which is called `src` wherever it runs. */
const CODE = import.meta.url.slice(0, import.meta.url.lastIndexOf('/src/'));

/** What was built, by its path in `src`: threads run it, even where what starts them runs from its source, as in tests. */
export function built(path: string): URL {
  const root = import.meta.url.endsWith('.ts') ? `${CODE}/dist/joined` : CODE;
  return new URL(`${root}/src/${path}`);
}
