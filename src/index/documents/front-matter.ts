/** Takes front matter, YAML, TOML, JSON, the title of Pandoc, the labels of MultiMarkdown or the properties of Logseq, off the head of a Markdown text. */
import { createRequire } from 'node:module';
import { noteName } from './markdown/inline.js';
import { addMetadata, type OpenMetadata } from './metadata.js';
import { readTomlLines } from './toml-lines.js';
import { readYamlLines } from './yaml-lines.js';

/** Loads the library when the first front matter in YAML is read and not at import, as that takes 50 ms. */
const load = createRequire(import.meta.url);

/** Longer than any real front matter, in code units: a text that merely begins with a rule is not parsed as YAML whole. */
const MAX_LENGTH = 64 * 1_024;
const MAX_DEPTH = 4;

/** What the head of a text says of it. */
interface FrontMatter {
  metadata: OpenMetadata;
  /** How many lines of the source it takes, with its fences; 0 if there is none. */
  lines: number;
}

// Anchored to the text: as patterns of lines, they looked for an end from each line that is like a beginning.
const YAML = /^---[ \t]*\n([\s\S]*?)(?<=\n)(?:---|\.\.\.)[ \t]*(?=\n|$)/;
const TOML = /^\+\+\+[ \t]*\n([\s\S]*?)(?<=\n)\+\+\+[ \t]*(?=\n|$)/;

/** It is read as YAML, which has all forms of JSON, and would make keys of any text in braces. */
const JSON_OBJECT = /^(\{[ \t]*\n\s*"[^"\n]*"\s*:[\s\S]*?(?<=\n)\})[ \t]*(?=\n|$)/;

/** Lines behind `%`: the title, maybe the authors, and the date. Manuals have the title alone. */
const TITLE_BLOCK = /^(%[ \t].*(?:\n%(?:[ \t].*)?){0,2})(?=\n\s*\n)/;
/** The same without a fence, as MultiMarkdown and Pelican have it: `Title:` and more such lines above a blank one. */
const LABELS = /^(title:[ \t].*\n(?:\p{L}[\p{L}\p{N} _-]*:(?:[ \t].*)?\n|[ \t]+\S.*\n)+)(?=[ \t]*(?:\n|$))/iu;

/** The same above the list that a page of Logseq is: `title:: A`. */
const PROPERTIES = /^((?:\p{L}[\p{L}\p{N}_-]*::[ \t].*\n)+)(?=\n*[-*][ \t])/u;
/** A link to a note, as a value that an editor has made: the author `[[people/ann|Ann]]`. */
const NOTE_LINK = /\[\[([^[\]]{1,500})\]\]/g;

const YAML_OPTIONS = {
  // Makes every scalar a string.
  schema: 'failsafe',
  uniqueKeys: false,
  logLevel: 'silent',
  // Nobody reads the messages, and locating each of 60,000 errors took 4 s.
  prettyErrors: false,
} as const;

/**
 * Reads the front matter of a text with LF line ends: YAML between `---`, TOML between `+++`, a JSON object, lines
 * behind `%`, lines with labels or properties. Front matter that is not closed or has no keys counts as text (`lines` 0). Values are strings as written
 * (`1.10` stays `1.10`); nested ones get dotted keys (`author.name`).
 */
export function readFrontMatter(text: string): FrontMatter {
  const head = text.slice(0, MAX_LENGTH);
  for (const { pattern, read } of FORMS) {
    const [whole, source = ''] = pattern.exec(head) ?? [];
    const metadata = whole === undefined ? null : read(source);
    if (whole !== undefined && metadata !== null) return { metadata, lines: whole.split('\n').length };
  }
  return { metadata: new Map(), lines: 0 };
}

const FORMS: readonly { pattern: RegExp; read: (source: string) => OpenMetadata | null }[] = [
  { pattern: YAML, read: fromYaml },
  { pattern: TOML, read: (source) => fromPairs(readTomlLines(source)) },
  { pattern: JSON_OBJECT, read: fromYaml },
  { pattern: TITLE_BLOCK, read: fromTitleBlock },
  { pattern: LABELS, read: (source) => fromPairs(readYamlLines(source)) },
  { pattern: PROPERTIES, read: fromProperties },
];

/** Null where it is none. */
function fromYaml(yaml: string): OpenMetadata | null {
  try {
    const { parseDocument } = load('yaml') as typeof import('yaml');
    const document = parseDocument(yaml, YAML_OPTIONS);
    if (document.errors.length > 0) return fromPairs(readYamlLines(yaml));
    // Maps keep keys such as `__proto__` harmless.
    const value: unknown = document.toJS({ mapAsMap: true, maxAliasCount: 100 });
    return value instanceof Map ? collected(value) : null;
  } catch {
    // An alias without a target (`*Ann*`), too many aliases, or nesting too deep for the library.
    return fromPairs(readYamlLines(yaml));
  }
}

function fromTitleBlock(block: string): OpenMetadata | null {
  const [title = '', authors = '', date = ''] = block.split('\n').map((line) => line.slice(1).trim());
  const people = authors.split(';').map((author): [string, string] => ['author', author]);
  return fromPairs([['title', title], ...people, ['date', date]]);
}

function fromProperties(lines: string): OpenMetadata | null {
  const pairs = lines
    .trim()
    .split('\n')
    .map((line) => line.split(/::[ \t]+(.*)/));
  return fromPairs(pairs.map(([key = '', value = '']) => [key, value]));
}

/** The values of front matter; null if there are none. */
function fromPairs(pairs: readonly [key: string, value: string][] | null): OpenMetadata | null {
  if (pairs === null || pairs.length === 0) return null;
  const metadata: OpenMetadata = new Map();
  for (const [key, value] of pairs) collect(metadata, key, value, 0);
  return metadata;
}

function collected(value: Map<unknown, unknown>): OpenMetadata {
  const metadata: OpenMetadata = new Map();
  collect(metadata, '', value, 0);
  return metadata;
}

function collect(metadata: OpenMetadata, key: string, value: unknown, depth: number): void {
  if (typeof value === 'string') {
    if (value !== 'null' && value !== '~')
      addMetadata(
        metadata,
        key,
        value.replace(NOTE_LINK, (_, link: string) => noteName(link)),
      );
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
