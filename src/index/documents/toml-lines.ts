/** Reads of TOML, line by line, what front matter has of it: keys with strings, dates, numbers and lists of these. */

const PAIR = /^\s*([\w.-]+)\s*=\s*(.*)$/;
const TABLE = /^\s*\[{1,2}\s*([\w.-]+)\s*\]{1,2}\s*(?:#.*)?$/;
/** A line of a list that a line before began. */
const GOES_ON = /^\s*["'\]]/;
/**
 * A string of either kind, a comment, or what else is between commas and brackets. A string that is not closed ends with the line: looking
 * for its end from each quote in it again would be quadratic.
 */
const VALUES = /"((?:[^"\\]|\\.?)*)(?:"|$)|'([^']*)'|#.*|([^\s,[\]"'#][^,[\]"'#]*)/g;

/**
 * The keys and values, in order; keys of a table have its name before them. Values are as they are written, without quotes; inline tables
 * are left out. Null where a line is none of this. Linear.
 */
export function readTomlLines(toml: string): [key: string, value: string][] | null {
  const pairs: [string, string][] = [];
  let table = '';
  let key: string | null = null;
  for (const line of toml.split('\n')) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const pair = PAIR.exec(line);
    const name = pair === null ? TABLE.exec(line)?.[1] : undefined;
    if (pair !== null) key = `${table}${pair[1] ?? ''}`;
    if (name !== undefined) {
      table = `${name}.`;
      key = null;
    } else if (key !== null && (pair !== null || GOES_ON.test(line))) {
      for (const value of valuesIn(pair?.[2] ?? line)) pairs.push([key, value]);
    } else {
      return null;
    }
  }
  return pairs;
}

function valuesIn(written: string): string[] {
  if (/^\[?\s*\{/.test(written)) return [];
  return Array.from(
    written.matchAll(VALUES),
    ([, quoted, literal, bare]) => quoted?.replace(/\\(["\\])/g, '$1') ?? literal ?? bare?.trim() ?? '',
  );
}
