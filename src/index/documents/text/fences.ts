/** Finds the fences of Markdown in plain text: what stands between them is taken as it is. */
import type { Line } from './lines.js';

/** A fence, and what its code is in. */
const FENCE = /^\s*(`{3,})[ \t]*([\w+#.-]*)$/;
/** A longer line is no sign, and none of these is matched against it. */
const MAX_SIGN_LENGTH = 200;

/** The index of the line that closes the literal text which begins at an index; null where none begins, or it is not closed. */
type FindClosing = (index: number) => number | null;

/** How literal text is found in lines, asked for indices in their order. Takes linear time. */
export function closingFinder(lines: readonly Line[]): FindClosing {
  const textAt = (index: number): string => {
    const text = lines[index]?.text ?? '';
    return text.length > MAX_SIGN_LENGTH ? '-' : text;
  };
  const keyAt = (index: number): string => textAt(index).trimStart();
  let lasts: ReadonlyMap<string, number> | null = null;
  return (index) => {
    const sign = fence(textAt(index), textAt(index - 1));
    if (sign === null) return null;
    lasts ??= new Map(lines.map((_, at) => [keyAt(at), at]));
    if ((lasts.get(sign) ?? 0) <= index) return null;
    // There is one, and what is between is not looked at again.
    let at = index + 1;
    while (keyAt(at) !== sign) at++;
    return at;
  };
}

/** The line that closes what a line begins; null where it begins nothing. */
function fence(line: string, above: string): string | null {
  const [, sign, language] = FENCE.exec(line) ?? [];
  if (sign === undefined) return null;
  // Below a line that is no longer, it is the underline of a heading.
  const isUnderline = language === '' && above !== '' && above.trim().length <= sign.length;
  return isUnderline ? null : sign;
}
