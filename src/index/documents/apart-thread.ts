/** The entry point of the thread that reads files which are no text: bytes in, a parsed document or a reason out. */
import process from 'node:process';
import { parentPort } from 'node:worker_threads';
import { ownThread } from '../thread-time.js';
import type { ParsedDocument } from '../types.js';
import { Skip } from './open-file.js';
import type { ApartFormat } from './paths.js';

/** A file to read. */
export interface ToApart {
  format: ApartFormat;
  bytes: Uint8Array;
}

/** `ready`, the thread (thread-time.ts), is sent once, when it takes files, `goesOn` while a file is read. `reason` is that of a `SkippedFile`. */
export type FromApart = { ready: string | null } | { goesOn: true } | { parsed: ParsedDocument } | { reason: string };

/** Makes a document of the bytes of a file; calls `goesOn` after each page or so. Throws `Skip` to say why it cannot; any other error tells that the file is damaged. */
type Reader = (bytes: Uint8Array, goesOn: () => void) => ParsedDocument | Promise<ParsedDocument>;

/** Each is loaded with the first file of its format. */
const READERS: Record<ApartFormat, () => Promise<Reader>> = {
  pdf: async () => (await import('./pdf.js')).readPdf,
  docx: async () => (await import('./docx.js')).readDocx,
  pptx: async () => (await import('./pptx.js')).readPptx,
  odt: async () => (await import('./odt.js')).readOdt,
  odp: async () => (await import('./odp.js')).readOdp,
  epub: async () => (await import('./epub.js')).readEpub,
};

/** Most code units of text in a document, some 5,000 pages of a book, and most blocks: what is more is no document to read. */
const MAX_LENGTH = 16 << 20;
const MAX_BLOCKS = 500_000;

async function answerTo({ format, bytes }: ToApart): Promise<FromApart> {
  try {
    const read = await READERS[format]();
    const parsed = await read(bytes, goesOn);
    const length = parsed.blocks.reduce((sum, { text }) => sum + text.length, 0);
    if (length > MAX_LENGTH || parsed.blocks.length > MAX_BLOCKS) {
      return { reason: 'it holds more than 16 million characters or 500,000 paragraphs; split it' };
    }
    return { parsed };
  } catch (error) {
    if (error instanceof Skip) return { reason: error.message };
    return { reason: `damaged, or no ${format.toUpperCase()} file; open it with its program and save it again` };
  }
}

/** How often the other side is told that reading goes on, ms. */
const OFTEN = 500;
let told = 0;

function goesOn(): void {
  if (performance.now() - told < OFTEN) return;
  told = performance.now();
  parentPort?.postMessage({ goesOn: true } satisfies FromApart);
}

/** Most bytes of a buffer: a file of 4 MB can unpack to 4 GB. Above is no stream of letters, nor a part of a book. */
const MAX_BUFFER = 64 << 20;

/**
 * Refuses larger buffers to what runs in this thread: buffers are no part of its heap, whose limit does not bound them.
 * What the system unpacks by itself is not asked for either; libraries then do so in their own code.
 */
function boundBuffers(): void {
  const Bytes = globalThis.Uint8Array;
  const Bounded: Uint8ArrayConstructor = new Proxy(Bytes, {
    construct(target, args: unknown[], created): object {
      const [length] = args;
      if (typeof length === 'number' && length > MAX_BUFFER) throw new RangeError('a buffer above the limit');
      return Reflect.construct(target, args, created === Bounded ? target : created);
    },
  });
  globalThis.Uint8Array = Bounded;
  Reflect.deleteProperty(globalThis, 'DecompressionStream');
}
boundBuffers();

// What a library forgets to wait for must not end the thread: that file is read or not, by what was waited for.
process.on('unhandledRejection', () => {});

parentPort?.on('message', async (message: ToApart) => parentPort?.postMessage(await answerTo(message)));
parentPort?.postMessage({ ready: ownThread() } satisfies FromApart);
