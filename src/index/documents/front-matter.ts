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
 * Reads the front matter of a text with LF line ends. What is not closed, not valid YAML or not a mapping counts as text
 * (`lines` 0). Values are strings as written (`1.10` stays `1.10`); nested ones get dotted keys (`author.name`).
 */
export function readFrontMatter(text: string): FrontMatter {
  const none: FrontMatter = { metadata: new Map(), lines: 0 };
  const found = /^---[ \t]*\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*$/m.exec(text.slice(0, MAX_LENGTH));
  if (found === null || found.index !== 0) return none;
  const yaml = found[1] ?? '';
  let value: unknown;
  try {
    // The failsafe schema makes every scalar a string; Maps keep keys such as `__proto__` harmless.
    const document = parseDocument(yaml, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
    if (document.errors.length > 0) return none;
    value = document.toJS({ mapAsMap: true, maxAliasCount: 100 });
  } catch {
    // Nesting too deep for the library's stack, or too many aliases.
    return none;
  }
  if (!(value instanceof Map)) return none;
  const metadata: OpenMetadata = new Map();
  collect(metadata, '', value, 0);
  return { metadata, lines: found[0].split('\n').length };
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
