/** Makes blocks of lines of a source: code as it stands, and running text with its lines joined. */
import type { Block, LineRange } from '../../types.js';
import { joint, tidy, tidyCode } from '../clean.js';
import { indentOf, indentOfAll, type Line } from './lines.js';

/** The first and the last line of some. */
export function rangeOf(lines: readonly Line[]): LineRange {
  const first = lines[0]?.number ?? 1;
  return [first, lines.at(-1)?.number ?? first];
}

/** Every line as it stands, without the indent they share, and without blank ones at both ends. */
export function codeBlock(lines: readonly Line[]): Block {
  const isWritten = ({ text }: Line): boolean => text.trim() !== '';
  const own = lines.slice(Math.max(0, lines.findIndex(isWritten)), lines.findLastIndex(isWritten) + 1);
  const indent = indentOfAll(own.filter(isWritten));
  const withoutIndent = (line: string): string => ' '.repeat(Math.max(0, indentOf(line) - indent)) + line.trimStart();
  const text = tidyCode(own.map((line) => withoutIndent(line.text)).join('\n'));
  return { kind: 'code', text, lines: rangeOf(own), lineStarts: own.map(({ number }) => number) };
}

/** The lines as text: each line for which `begins` holds on a line of its own, the others joined to those before them. */
export function joined<T extends Line>(
  lines: readonly T[],
  begins: (line: T) => boolean,
): { text: string; lineOffsets: number[] } {
  const parts: string[] = [];
  const lineOffsets: number[] = [];
  const [first] = rangeOf(lines);
  let length = 0;
  let before = '';
  for (const line of lines) {
    const text = tidy(line.text);
    const between = before === '' ? '' : begins(line) ? '\n' : joint(before, text);
    length += between.length;
    // Lines that are not shown begin where the next one does.
    while (lineOffsets.length <= line.number - first) lineOffsets.push(length);
    parts.push(between, text);
    length += text.length;
    before = text;
  }
  return { text: parts.join(''), lineOffsets };
}
