/** The handlers of the reader: a document, and paragraphs similar to one of its own. */
import type { Context } from 'hono';
import type { Strings } from '../../views/strings/en.js';
import { askDocument, askSimilar } from '../index/ask.js';
import type { SearchEngine } from '../index/engine.js';
import { neighboursOf } from './neighbours.js';
import { documentPage, questionOf, similarPage } from './pages.js';
import { readPage } from './params.js';
import { noDocument, noParagraph } from './problem.js';
import type { Page } from './shared-pages.js';

/** How many similar paragraphs are shown. */
const SIMILAR = 5;

/** The handlers, over one engine. */
export class ReaderRoutes {
  constructor(private readonly engine: SearchEngine) {}

  /** A document with the words of `q` marked; of a long one, the part with paragraph `p`. */
  async document(c: Context, strings: Strings, signal: AbortSignal): Promise<Page> {
    const params = new URL(c.req.url).searchParams;
    const { input } = readPage(params);
    const question = questionOf(input);
    const id = idOf(c);
    const [shown, neighbours] = await Promise.all([
      askDocument(this.engine, id, input, signal),
      neighboursOf(this.engine, id, question, signal),
    ]);
    if (shown === null) throw noDocument();
    // If the paragraph is not there (any more), the document is shown all the same.
    const named = readOrdinal(params.get('p'));
    const place = named !== null && named <= shown.document.paragraphs ? named : null;
    const missing = this.engine.partly().get(shown.document.path)?.reason;
    const props = { ...shown, question, neighbours, place, missing, stats: this.engine.stats() };
    return { html: documentPage(props, strings), problem: null };
  }

  /** Paragraphs similar to paragraph `p`. */
  async similar(c: Context, strings: Strings, signal: AbortSignal): Promise<Page> {
    const ordinal = readOrdinal(new URL(c.req.url).searchParams.get('p'));
    if (ordinal === null) throw noParagraph();
    const answer = await askSimilar(this.engine, idOf(c), ordinal, SIMILAR, signal);
    if (answer === null) throw noParagraph();
    return { html: similarPage({ ...answer, stats: this.engine.stats() }, strings), problem: null };
  }
}

function idOf(c: Context): string {
  return c.req.param('id') ?? '';
}

/** Reads the ordinal of a paragraph, from 1; null if the text is none. */
function readOrdinal(text: string | null): number | null {
  const number = /^\d{1,9}$/.test(text ?? '') ? Number(text) : 0;
  return number >= 1 ? number : null;
}
