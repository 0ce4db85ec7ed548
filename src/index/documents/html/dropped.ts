/** Tells which parts of a page are not read: elements that nobody sees, until they end. Only what could end one is counted. */
import { BLOCKS, DROPPED, END_OPTIONAL, HOLDERS, isRole, UNDRAWN } from './elements.js';
import type { Tag } from './tags.js';

/** What leads from a heading to a page where it is edited, in each page of a wiki of MediaWiki: `[edit]`, in its language. */
const EDITS = '<span class="mw-editsection"';

/** Whether an element of a source is not shown, with all that is in it, or shows once more what was just read. */
export function isHidden(tag: Tag, html: string, inDrawing: boolean, inHeading: boolean): boolean {
  const { name, attributes, start, end } = tag;
  if (inDrawing && UNDRAWN.has(name)) return true;
  // A template that is the inside of an element is shown at once.
  if (DROPPED.has(name)) return name !== 'template' || !attributes.has('shadowrootmode');
  if (name === 'span' && html.startsWith(EDITS, start)) return true;
  if (attributes.size === 0) return false;
  // The numbers of printed pages stand in the midst of sentences.
  if (isRole(attributes, 'pagebreak')) return true;
  // Arrows lead back behind notes; so may the text of a heading and the number of a note.
  if (isRole(attributes, 'backlink')) return !inHeading && !/\d/.test(html.charAt(end + 1));
  // Behind a formula stands what it looks like.
  if (attributes.get('aria-hidden') === 'true' && html.endsWith('</math></span>', start)) return true;
  const hidden = attributes.get('hidden');
  if (hidden === undefined || hidden === 'until-found') return false;
  // Some pages hide their whole body until a script has run; what a tab opens is there to be read.
  return name !== 'body' && name !== 'html' && attributes.get('role') !== 'tabpanel';
}

/** Whether an element ends where what holds it ends, if not before: its end tag may be left out, or it stands within text. */
function endsWithHolder(name: string): boolean {
  return END_OPTIONAL.has(name) || !(BLOCKS.has(name) || DROPPED.has(name));
}

export class Dropped {
  /** The dropped element that is open; null if none is. */
  name: string | null = null;
  /** How many elements of the same name, and how many holders, are open inside it. */
  private same = 0;
  private holders = 0;

  begin(name: string): void {
    this.name = name;
    this.same = 0;
    this.holders = 0;
  }

  /** Whether an opening tag is read: nothing is dropped, or the dropped element ends here. @param empty whether the tag also closes */
  readsOpening(name: string, empty: boolean): boolean {
    if (this.name === null) return true;
    const ends =
      this.holders === 0 &&
      END_OPTIONAL.has(this.name) &&
      (name === this.name || (this.name === 'p' && BLOCKS.has(name)));
    if (ends) {
      this.name = null;
      return true;
    }
    if (!empty && name === this.name) this.same++;
    if (!empty && HOLDERS.has(name)) this.holders++;
    return false;
  }

  /** Whether a closing tag is read. */
  readsClosing(name: string): boolean {
    const dropped = this.name;
    if (dropped === null) return true;
    if (name === dropped) {
      if (this.same === 0) this.name = null;
      else this.same--;
    }
    if (!HOLDERS.has(name)) return false;
    if (this.holders === 0 && endsWithHolder(dropped)) {
      this.name = null;
      return true;
    }
    this.holders = Math.max(0, this.holders - 1);
    return false;
  }
}
