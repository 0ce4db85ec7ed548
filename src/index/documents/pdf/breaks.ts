/** Tells where a paragraph of a PDF ends, by where its lines stand, what they say, and how they look. */
import { EDGE, type Flow, INDENT } from './flows.js';
import { type Line, textOf } from './lines.js';

/** How items of lists begin. */
export const BULLET = /^[•‣⁃◦▪▫●○■□◆◇➢➤➔►▶✓✔★☆∙·⋄∗\uf0b7\uf0a7\uf0d8](?:\s|$)/u;
export const DASH = /^[-–—*](?:\s|$)/;
export const NUMBER = /^(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|\[\w{1,12}\])(?:\s|$)/;
/** The number of a section and the beginning of its title. */
const SECTION = /^(?:\d+|[A-Z])(?:\.\d+)*\.?\s+\p{Lu}/u;
/** The end of a sentence. */
export const SENTENCE_END = /[.!?:;…。！？।۔]["'”’»)\]]{0,3}\d{0,2}$/u;

/** Whether a text begins as an item of a list. */
export function isMarked(text: string): boolean {
  return BULLET.test(text) || DASH.test(text) || NUMBER.test(text);
}

/** A line, and the paragraph above it that it may go on with. */
interface Meeting {
  /** The first and last line of the paragraph, and how many it has. */
  first: Line;
  last: Line;
  count: number;
  /** Whether all of its lines are bold. */
  wasBold: boolean;
  line: Line;
  /** The line behind it. */
  next: Line | undefined;
  flow: Flow;
  /** How far such lines are usually apart, in points. */
  leading: number;
}

/** What follows from that. Lengths are in points. */
interface Facts extends Meeting {
  /** The larger one of their letters. */
  size: number;
  /** How far the line is below the last one. */
  step: number;
  text: string;
  /** Whether the text begins with a small letter. */
  isSmall: boolean;
  lastText: string;
  /** Whether the last line ends a sentence. */
  isSentence: boolean;
  /** The room that the last line leaves, and how much of it the first word of the line takes. */
  room: number;
  word: number;
  /** Whether that word would have had room. */
  isShort: boolean;
  /** Whether the paragraph is an item of a list. */
  isItem: boolean;
  /** Whether the line may go on with a bold heading. */
  isHeading: boolean;
}

function factsOf(meeting: Meeting): Facts {
  const { first, last, count, wasBold, line, next, flow, leading } = meeting;
  const size = Math.max(line.size, last.size);
  const text = textOf(line);
  const lastText = textOf(last);
  const word = firstWordWidth(line);
  const room = flow.right - last.right;
  // Each by its name: spreading them took 20 times as long.
  return {
    first,
    last,
    count,
    wasBold,
    line,
    next,
    flow,
    leading,
    size,
    step: line.y - last.y,
    text,
    isSmall: /^\p{Ll}/u.test(text),
    lastText,
    isSentence: SENTENCE_END.test(lastText),
    room,
    word,
    isShort: room > word + 0.6 * size,
    isItem: isMarked(textOf(first)),
    isHeading: wasBold && line.bold && count < 4,
  };
}

/** In their order: the first one that holds decides. Where none does, the paragraph goes on. */
const RULES: readonly [decides: 'begins' | 'goes on', holds: (facts: Facts) => boolean][] = [
  // Letters of another size.
  ['begins', ({ line, last, size }) => Math.abs(line.size - last.size) > 0.12 * size],
  // A bold heading that is wrapped, however far its lines are apart.
  ['goes on', ({ wasBold, line, isSmall, step, size }) => wasBold && line.bold && isSmall && step < 2.2 * size],
  // A sentence that goes on behind a full line, with more room between them than usual.
  ['goes on', (facts) => isApart(facts) && isFull(facts) && facts.isSmall && facts.step < 2.2 * facts.size],
  ['begins', isApart],
  // A word that was cut.
  ['goes on', ({ isSmall, lastText }) => isSmall && /\p{L}[-\u2010]$/u.test(lastText)],
  // Text below a bold heading.
  ['begins', ({ wasBold, line, isShort }) => wasBold && !line.bold && isShort],
  // A bold heading below text.
  [
    'begins',
    ({ wasBold, line, isShort, isSentence, step, leading }) =>
      !wasBold && line.bold && ((isShort && isSentence) || step > 1.1 * leading),
  ],
  // A heading below another one, else a heading that is wrapped.
  ['begins', ({ isHeading, text }) => isHeading && SECTION.test(text)],
  ['goes on', ({ isHeading }) => isHeading],
  // An item of a list.
  ['begins', ({ text }) => BULLET.test(text)],
  [
    'begins',
    ({ text, isShort, isSentence, isItem, line, first, size }) =>
      isMarked(text) && (isShort || isSentence || (isItem && Math.abs(line.x - first.x) < 0.3 * size)),
  ],
  // Text behind an item whose further lines are indented.
  ['begins', ({ isItem, count, line, last, size }) => isItem && count > 1 && line.x < last.x - INDENT * size],
  // A first line that is indented.
  ['begins', (facts) => isIndented(facts) && !facts.isItem && mayEnd(facts)],
  // A first line that stands further left than the others.
  ['begins', (facts) => hangs(facts) && facts.line.x < facts.last.x - INDENT * facts.size],
  // The end of a sentence in a line that had room for more.
  ['begins', ({ isShort, isSentence, room, word, size }) => isShort && isSentence && room > word + 2 * size],
  [
    'begins',
    ({ isShort, isSentence, text }) => isShort && isSentence && /^["'“‘„«([¿¡]?[\p{Lu}\p{Lo}\p{N}]/u.test(text),
  ],
  // A line that is hardly half full, such as one of an address.
  [
    'begins',
    ({ isShort, room, flow, text }) => isShort && room > 0.4 * (flow.right - flow.left) && /^[\p{Lu}\p{N}]/u.test(text),
  ],
];

/** Whether a line begins a paragraph of its own, rather than going on with the one above it. */
export function beginsParagraph(meeting: Meeting): boolean {
  const facts = factsOf(meeting);
  return RULES.find(([, holds]) => holds(facts))?.[0] === 'begins';
}

/** How wide the first word of a line is, in points. */
export function firstWordWidth(line: Line): number {
  const text = textOf(line);
  const length = /^\S*/.exec(text)?.[0].length ?? 0;
  return ((line.right - line.x) / Math.max(text.length, 1)) * length;
}

/** Whether more room is between the lines than in a paragraph. */
function isApart({ step, leading }: Facts): boolean {
  return step > 1.28 * leading;
}

/** Whether the last line reaches the edge in the midst of a sentence, and the line begins where it began. */
function isFull({ last, line, flow, isSentence, size }: Facts): boolean {
  const reaches = last.right > flow.right - EDGE * (flow.right - flow.left);
  return reaches && !isSentence && Math.abs(line.x - last.x) < size;
}

function isIndented({ line, last, flow, size }: Facts): boolean {
  const indent = line.x - flow.left;
  return indent > INDENT * size && indent < 8 * size && line.x > last.x + INDENT * size;
}

/** Whether the text above an indented line may end there: as it ends, or as the line behind is indented no more. */
function mayEnd({ isSentence, isShort, isSmall, line, next, size }: Facts): boolean {
  return isSentence || isShort || (!isSmall && next !== undefined && next.x < line.x - 0.5 * size);
}

/** Whether all lines of the paragraph but the first are indented, and the line begins where the first one does. */
function hangs({ first, last, count, line, size }: Facts): boolean {
  return count > 1 && last.x > first.x + INDENT * size && Math.abs(line.x - first.x) < 0.4 * size;
}
