/** The paragraphs of a document one below the other, those of lists in lists, which are nested as they were in the document. */
import type { ShownParagraph } from '../src/index/answer.js';
import { ReaderParagraph, type Reading } from './reader-paragraph.js';

/** A list: each of its items has paragraphs and further lists. */
export interface List {
  /** In how many lists its items stand, this one included; not always one more than those around it. */
  depth: number;
  ordered: boolean;
  items: { number: number | null; parts: Part[] }[];
}

type Part = ShownParagraph | List;

interface FlowProps {
  paragraphs: readonly ShownParagraph[];
  /** The paragraph before the first of them. */
  before: ShownParagraph | undefined;
  reading: Reading;
}

export function Flow({ paragraphs, before, reading }: FlowProps) {
  const beforeOf = new Map(paragraphs.map((shown, index) => [shown, paragraphs[index - 1] ?? before]));
  return <Parts parts={nested(paragraphs)} beforeOf={beforeOf} reading={reading} />;
}

interface PartsProps {
  parts: readonly Part[];
  beforeOf: ReadonlyMap<ShownParagraph, ShownParagraph | undefined>;
  reading: Reading;
}

function Parts({ parts, beforeOf, reading }: PartsProps) {
  return (
    <>
      {parts.map((part) => {
        if (!('items' in part)) return <ReaderParagraph shown={part} before={beforeOf.get(part)} reading={reading} />;
        const items = part.items.map(({ number, parts: own }) => (
          <li value={number === null ? undefined : String(number)}>
            <Parts parts={own} beforeOf={beforeOf} reading={reading} />
          </li>
        ));
        return part.ordered ? <ol class={`digits${digitsOf(part)}`}>{items}</ol> : <ul>{items}</ul>;
      })}
    </>
  );
}

/** How wide the widest of its numbers is, in figures: of four classes in the style sheet. */
function digitsOf({ items }: List): number {
  return Math.min(4, Math.max(...items.map(({ number }) => String(number ?? '').length)));
}

/** Paragraphs in order, gathered into the lists that they stand in. A heading begins other lists, and so does a number that is not higher. */
export function nested(paragraphs: readonly ShownParagraph[]): Part[] {
  const outermost: Part[] = [];
  const open: List[] = [];
  for (const shown of paragraphs) {
    const { list: { depth, item } = { depth: 0, item: null }, opens } = shown.paragraph;
    const ordered = typeof item === 'number';
    const goesOn = (list: List): boolean =>
      list.ordered === ordered && (typeof item !== 'number' || item > (list.items.at(-1)?.number ?? -1));
    const within = (list: List): boolean =>
      opens === 0 && (list.depth < depth || (list.depth === depth && (item === null || goesOn(list))));
    for (let last = open.at(-1); last !== undefined && !within(last); last = open.at(-1)) open.pop();
    if (depth > (open.at(-1)?.depth ?? 0)) {
      const list: List = { depth, ordered, items: [] };
      (open.at(-1)?.items.at(-1)?.parts ?? outermost).push(list);
      open.push(list);
    }
    const items = open.at(-1)?.items;
    if (items !== undefined && (item !== null || items.length === 0))
      items.push({ number: ordered ? item : null, parts: [] });
    (items?.at(-1)?.parts ?? outermost).push(shown);
  }
  return outermost;
}
