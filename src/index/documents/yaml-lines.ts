/** Reads YAML that the parser refuses, line by line: for people, `title: A: b` and `@` or `*` before a name are plain values. */

const PAIR = /^\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*:(?:\s+(.*))?$/u;
/** In `- name: Ann`, the name is the item. */
const ITEM = /^\s*-\s+(?:name:\s+)?(.*)$/;
/** How a text of several lines begins (`>-`). */
const BLOCK_SIGN = /^[>|][+-]?(?:\s+|$)/;
/** The items of a list in brackets. Commas in quotes do not separate items. */
const ITEMS = /\s*(?:"[^"]*"|'[^']*')\s*(?=,|$)|[^,]+/g;

/**
 * The keys and values of `key: value`, of `- item` below a key and of `[a, b]`, in order; indented lines continue the
 * value before them. Null if a line is none of these. Takes linear time.
 */
export function readYamlLines(yaml: string): [key: string, value: string][] | null {
  const written: { key: string; value: string }[] = [];
  let list: string | null = null;
  for (const line of yaml.split('\n')) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const item = ITEM.exec(line);
    const pair = item === null ? PAIR.exec(line) : null;
    const last = written.at(-1);
    if (pair !== null) {
      const [, key = '', value = ''] = pair;
      if (value === '') list = key;
      written.push({ key, value });
    } else if (item !== null && list !== null) {
      written.push({ key: list, value: item[1] ?? '' });
    } else if (last !== undefined && /^\s/.test(line)) {
      last.value += ` ${line.trim()}`;
    } else {
      return null;
    }
  }
  return written.flatMap(({ key, value }) => valuesIn(value).map((one): [string, string] => [key, one]));
}

/** The items of a list in brackets, or the single value, without quotes. */
function valuesIn(written: string): string[] {
  const text = written.trim().replace(BLOCK_SIGN, '');
  const items = text.startsWith('[') && text.endsWith(']') ? (text.slice(1, -1).match(ITEMS) ?? []) : [text];
  return items.map((item) => item.trim().replace(/^(["'])(.*)\1$/, '$2'));
}
