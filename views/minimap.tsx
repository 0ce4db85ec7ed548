/** Where on the page the marked paragraphs are, drawn beside the scroll bar. */
import type { Paragraph } from '../src/index/types.js';

/** A mark of the map: the paragraph it leads to, and how far down the page it is, of `HEIGHT`. */
interface Tick {
  ordinal: number;
  at: number;
}

export const HEIGHT = 1_000;
/** Marks that are nearer to each other than this are one. */
const APART = 3;
/** What a paragraph takes beside its letters, in letters: the space around it. */
const SPACE = 70;

/** The marks for some paragraphs of a page, by the length of the text before them. @param marked their ordinals, ascending */
export function ticksOf(paragraphs: readonly Paragraph[], marked: ReadonlySet<number>): Tick[] {
  const heightOf = ({ text, opens }: Paragraph): number => text.length + SPACE * (1 + opens);
  const total = paragraphs.reduce((sum, paragraph) => sum + heightOf(paragraph), 0);
  const ticks: Tick[] = [];
  let above = 0;
  for (const paragraph of paragraphs) {
    const at = Math.round((HEIGHT * above) / total);
    const last = ticks.at(-1);
    if (marked.has(paragraph.ordinal) && (last === undefined || at - last.at >= APART)) {
      ticks.push({ ordinal: paragraph.ordinal, at });
    }
    above += heightOf(paragraph);
  }
  return ticks;
}

/** For the mouse alone: the same places are reached by `n` and `p` and by the arrows beside them. reader.js moves the marks to where the text is. */
export function Minimap({ ticks, hrefOf }: { ticks: readonly Tick[]; hrefOf: (ordinal: number) => string }) {
  return (
    <svg class="minimap" viewBox={`0 0 12 ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {ticks.map(({ ordinal, at }) => (
        <a href={hrefOf(ordinal)} tabindex={-1}>
          <rect class="reach" y={at - 4} width={12} height={12} />
          <rect y={at} width={12} height={4} />
        </a>
      ))}
    </svg>
  );
}
