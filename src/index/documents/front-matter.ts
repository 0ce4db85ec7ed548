/** Takes YAML front matter off the head of a Markdown text. */
import { parseDocument } from 'yaml';
import { addMetadata, type OpenMetadata } from './metadata.js';

/** Longer than any real one; a text that merely begins with a rule is not fed to YAML whole. */
const MAX_LENGTH = 64 * 1_024;
const MAX_DEPTH = 4;

export interface FrontMatter {
  metadata: OpenMetadata;
  /** How many lines of the source it takes, with its fences: 0 where there is none. */
  lines: number;
}

/**
 * Reads the front matter of a text with LF line ends. What is not closed or not a mapping counts as text (`lines` 0); what YAML refuses is read
 * line by line. Values are strings as written (`1.10` stays `1.10`); nested ones get dotted keys (`author.name`).
 */
export function readFrontMatter(text: string): FrontMatter {
  const found = /^---[ \t]*\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*$/m.exec(text.slice(0, MAX_LENGTH));
  const metadata = found === null || found.index !== 0 ? null : metadataOf(found[1] ?? '');
  if (found === null || metadata === null) return { metadata: new Map(), lines: 0 };
  return { metadata, lines: found[0].split('\n').length };
}

/** Null where it is none. */
function metadataOf(yaml: string): OpenMetadata | null {
  const metadata: OpenMetadata = new Map();
  try {
    // The failsafe schema makes every scalar a string; Maps keep keys such as `__proto__` harmless.
    const document = parseDocument(yaml, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
    if (document.errors.length > 0) return lineByLine(yaml);
    const value: unknown = document.toJS({ mapAsMap: true, maxAliasCount: 100 });
    if (!(value instanceof Map)) return null;
    collect(metadata, '', value, 0);
  } catch {
    // Nesting too deep for the library's stack, or too many aliases.
    return null;
  }
  return metadata;
}

/** `title: A: b`, `@` or `*` before a name: to people these are plain values, and all else that stands there should not be lost for them. */
function lineByLine(yaml: string): OpenMetadata | null {
  const metadata: OpenMetadata = new Map();
  let key: string | null = null;
  for (const line of yaml.split('\n')) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const item = /^\s*-\s+(.*)$/.exec(line);
    const pair = item === null ? /^\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*:(?:\s+(.*))?$/u.exec(line) : null;
    if (item === null && pair === null) return null;
    if (pair !== null) key = pair[1] ?? '';
    if (key === null) return null;
    for (const value of valuesIn(item?.[1] ?? pair?.[2] ?? '')) addMetadata(metadata, key, value);
  }
  return metadata.size > 0 ? metadata : null;
}

/** The items of a list in brackets, or the value; without quotes around it. */
function valuesIn(written: string): string[] {
  const text = written.trim();
  const items = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1).split(',') : [text];
  return items.map((item) => item.trim().replace(/^(["'])(.*)\1$/, '$2'));
}

function collect(metadata: OpenMetadata, key: string, value: unknown, depth: number): void {
  if (typeof value === 'string') {
    if (value !== 'null' && value !== '~') addMetadata(metadata, key, value);
  } else if (depth >= MAX_DEPTH) {
    return;
  } else if (Array.isArray(value)) {
    for (const item of value) collect(metadata, key, item, depth + 1);
  } else if (value instanceof Map) {
    // In `authors: [{name: Ann, email: ...}]` the name is the author, the rest is about her.
    for (const [name, inner] of value) {
      if (typeof name !== 'string') continue;
      const isName = depth > 0 && (name === 'name' || name === 'title');
      collect(metadata, key === '' || isName ? key || name : `${key}.${name}`, inner, depth + 1);
    }
  }
}
