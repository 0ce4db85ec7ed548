/** Reads the part of TOML that front matter uses, line by line: keys with strings, dates, numbers and lists of these. */

const PAIR = /^\s*([\w.-]+)\s*=\s*(.*)$/;
const TABLE = /^\s*\[{1,2}\s*([\w.-]+)\s*\]{1,2}\s*(?:#.*)?$/;
/** A line within a list that began on an earlier line. */
const GOES_ON = /^\s*["'\]]/;
/**
 * A string of either kind, a comment, or whatever else is between commas and brackets. A string that is not closed ends
 * with the line: searching for its end again from each quote in it would take quadratic time.
 */
const VALUES = /"((?:[^"\\]|\\.?)*)(?:"|$)|'([^']*)'|#.*|([^\s,[\]"'#][^,[\]"'#]*)/g;

/**
 * The keys and values, in order; keys of a table are prefixed with its name. Values are as written, without quotes;
 * inline tables are left out. Null if a line is none of this. Takes linear time.
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
