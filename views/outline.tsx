/** The headings of a document as a way through it. */
import type { Paragraph } from '../src/index/types.js';
import { useStrings } from './language.js';
import { Marked } from './marked.js';

/** A heading, and the paragraph that it opens. */
interface OutlineEntry {
  text: string;
  /** 0 is outermost. */
  level: number;
  ordinal: number;
}

/** Most entries: of a document with more headings the inner levels are left out, and in the end the last. */
const MOST_ENTRIES = 300;

/** Every heading of a document in order. */
export function outlineOf(paragraphs: readonly Paragraph[]): OutlineEntry[] {
  const entries: OutlineEntry[] = [];
  for (const { ordinal, headings, opens, kind, text } of paragraphs) {
    for (let level = headings.length - opens; level < headings.length; level++) {
      entries.push({ text: headings[level] ?? '', level, ordinal });
    }
    if (kind === 'heading') entries.push({ text, level: headings.length, ordinal });
  }
  return entries;
}

/** As many levels, from the outermost, as make a list that can be taken in. */
export function shortened(entries: readonly OutlineEntry[]): OutlineEntry[] {
  let kept = [...entries];
  while (kept.length > MOST_ENTRIES) {
    const deepest = kept.reduce((most, { level }) => Math.max(most, level), 0);
    const outer = kept.filter(({ level }) => level < deepest);
    if (outer.length === 0) return kept.slice(0, MOST_ENTRIES);
    kept = outer;
  }
  return kept;
}

interface OutlineProps {
  entries: readonly OutlineEntry[];
  /** Where a paragraph is found from here. */
  hrefOf: (ordinal: number) => string;
}

/** Folded on small screens; where there is room beside the text it stands there, unfolded by the style sheet. */
export function Outline({ entries, hrefOf }: OutlineProps) {
  const say = useStrings();
  const shown = shortened(entries);
  if (shown.length < 2) return null;
  const least = Math.min(...shown.map(({ level }) => level));
  return (
    <nav class="outline" aria-label={say.reader.outline}>
      <details>
        <summary>
          <span>{say.reader.outline}</span>
        </summary>
        <ol>
          {shown.map(({ text, level, ordinal }) => (
            <li class={`in${Math.min(level - least, 4)}`}>
              <a href={hrefOf(ordinal)} dir="auto">
                <Marked text={text} ranges={[]} />
              </a>
            </li>
          ))}
          {shown.length < entries.length && (
            <li class="quiet">{say.reader.moreHeadings(entries.length - shown.length)}</li>
          )}
        </ol>
      </details>
    </nav>
  );
}
