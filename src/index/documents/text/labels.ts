/** Reads what a plain text says of itself at its head: the header of a mail or post, `Title:` and `Author:`, the fields of reStructuredText and Org. */
import { addAuthors, addMetadata, type OpenMetadata } from '../metadata.js';
import { HEADING_LENGTH, shorten } from '../title.js';

/** A name, a colon and what it says: `Subject: Lunch`, `:Author: Ann Lee`, `#+DATE: 2021-10-05`. */
const LABEL = /^(?:#\+|:)?(\p{L}[\p{L}\p{N} _-]{0,40}):(?:\s+(.*))?$/u;
/** The first line of a mail in a mailbox: who sent it (in archives on the web `ann at example.org`, elsewhere also `-` or a name) and when. */
const ENVELOPE = /^>?From \S{1,200}(?: at \S{1,200})? +\p{Lu}\p{Ll}\p{Ll} \p{Lu}\p{Ll}\p{Ll} +\d/u;
/** What systems for versions write: `$Date: 2021-10-05 $`, and `$Date$` where they did not. */
const KEYWORD = /^\$\p{L}+(?::\s(.*))?\$$/u;
/** What comes before the labels: a title, and a remark on the text. */
const MOST_BEFORE = 2;
/** Longer is no head, but data. */
const MOST_LINES = 200;
/** More of what a label says, in code units, is not read: the patterns of names would take long. */
const MOST_SAID = 1_000;
/** Names of labels that are read; those of mails only where the text begins with them, as others may quote one. */
const OF_TEXT: ReadonlyMap<string, string> = new Map([
  ['title', 'title'],
  // Licences in Debian's packages begin with the address of their format.
  ['upstream-name', 'title'],
  ['author', 'author'],
  ['authors', 'author'],
  ['date', 'date'],
  ['keywords', 'tags'],
  ['tags', 'tags'],
]);
const OF_MAIL: ReadonlyMap<string, string> = new Map([...OF_TEXT, ['subject', 'title'], ['from', 'author']]);

/** What mails have written in letters of ASCII: `=?utf-8?B?w7w=?=`, `=?iso-8859-1?Q?f=FCr?=` (RFC 2047). No space stands between two of them. */
const ENCODED = /=\?([\w-]{1,40})(?:\*[\w-]{1,40})?\?([bq])\?([^?\s]*)\?=(?:\s+(?==\?))?/gi;

/** What labels say of their text. */
interface Labels {
  /** '' where they say none. */
  title: string;
  metadata: OpenMetadata;
}

/** Lines without a blank one between them. */
interface Lines {
  readonly lines: readonly { readonly text: string }[];
}

/** Whether each of some lines is labelled, by a name rather than by the beginning of a sentence: they are records, and were not wrapped. */
export function areLabelled(lines: readonly string[]): boolean {
  return lines.every((line) => /^[#:\p{Lu}]/u.test(line) && LABEL.test(line));
}

/**
 * Reads the labels at the head of a text: groups of lines of which each has one, or goes on with the one above it. They
 * count where they say a title, or two things that are read.
 *
 * @param groups the lines of a text, parted where blank ones are
 */
export function readLabels(groups: readonly Lines[]): Labels {
  const start = groups.slice(0, MOST_BEFORE + 1).findIndex((group) => labelsOf(group) !== null);
  const names = start === 0 ? OF_MAIL : OF_TEXT;
  const said = new Map<string, string>();
  for (const group of start < 0 ? [] : groups.slice(start)) {
    const labels = labelsOf(group);
    if (labels === null) break;
    for (const [label, value] of labels) {
      const name = names.get(label.trim().toLowerCase());
      const text = decoded(value.slice(0, MOST_SAID)).replace(KEYWORD, '$1').trim();
      if (name !== undefined && text !== '' && !said.has(name)) said.set(name, text);
    }
  }
  const title = shorten(said.get('title') ?? '', HEADING_LENGTH);
  const metadata: OpenMetadata = new Map();
  if (title === '' && said.size < 2) return { title, metadata };
  addAuthors(metadata, nameIn(said.get('author') ?? ''));
  addMetadata(metadata, 'date', (said.get('date') ?? '').replace(/^[<[](.*)[\]>]$/, '$1'));
  addMetadata(metadata, 'tags', said.get('tags') ?? '');
  return { title, metadata };
}

/** The labels of lines with what they say; null where a line has none. */
function labelsOf({ lines }: Lines): [label: string, value: string][] | null {
  if (lines.length > MOST_LINES) return null;
  const labels: [string, string][] = [];
  for (const [index, { text: line }] of lines.entries()) {
    const [, label, value = ''] = LABEL.exec(line) ?? [];
    const last = labels.at(-1);
    if (label !== undefined) labels.push([label, value]);
    else if (last !== undefined && /^\s/.test(line)) last[1] += ` ${line.trim()}`;
    else if (index > 0 || !ENVELOPE.test(line)) return null;
  }
  return labels.length === 0 ? null : labels;
}

function decoded(value: string): string {
  return value.replace(ENCODED, (whole: string, encoding: string, form: string, content: string) => {
    try {
      return new TextDecoder(encoding).decode(/b/i.test(form) ? Buffer.from(content, 'base64') : quotedBytes(content));
    } catch {
      // An encoding that nobody knows.
      return whole;
    }
  });
}

function quotedBytes(content: string): Uint8Array {
  const characters = content
    .replaceAll('_', ' ')
    .replace(/=([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(characters, 'latin1');
}

/** The name of a person with an address: `Ann Lee <ann@example.org>`, `ann at example.org (Ann Lee)`; the address where none is given. */
function nameIn(person: string): string {
  const [, before, within] = /^(?:"?([^"<>]*?)"?\s*<[^<>]*>|\S+(?:@| at )\S+\s+\(([^()]*)\))$/.exec(person) ?? [];
  return before || within || person.replace(/^<(.*)>$/, '$1');
}
