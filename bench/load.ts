/**
 * A load of `GET` requests from a thread of its own: each connection sends the next when it has the answer to the last.
 *
 * It reads answers as bytes and keeps none. autocannon and undici take as long for a request as the server that is
 * measured (61 µs of one core beside 55; the server's thread idled for half of the time), so that they told how fast
 * the load is. This one keeps the server's thread busy for .8 to .9 of the time.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

export interface LoadPlan {
  /** Origin of the server, with its port. */
  url: string;
  connections: number;
  /** Asked in turn, from the first again after the last; each connection begins elsewhere in the list. */
  paths: readonly string[];
  seconds: number;
}

export interface LoadFigures {
  /** Answers a second. */
  rate: number;
  /** Milliseconds from a request to the last byte of its answer. */
  p50: number;
  p99: number;
}

/** @throws an error where a connection fails, or an answer is not 200 or does not tell its length */
export async function load(plan: LoadPlan): Promise<LoadFigures> {
  const thread = new Worker(new URL(import.meta.url), { workerData: plan });
  const [figures] = (await once(thread, 'message')) as [LoadFigures];
  await thread.terminate();
  return figures;
}

const END_OF_HEADERS = '\r\n\r\n';

async function run({ url, connections, paths, seconds }: LoadPlan): Promise<LoadFigures> {
  const end = performance.now() + seconds * 1000;
  const took: number[] = [];
  const begins = Array.from({ length: connections }, (_, i) => Math.floor((i * paths.length) / connections));
  // Connections that went through the list in step would share each search.
  await Promise.all(
    begins.map((at) => askInTurn(new URL(url), [...paths.slice(at), ...paths.slice(0, at)], end, took)),
  );
  took.sort((a, b) => a - b);
  const quantile = (part: number): number => took[Math.floor(took.length * part)] ?? Number.NaN;
  return { rate: took.length / seconds, p50: quantile(0.5), p99: quantile(0.99) };
}

/** One connection. @param took gets the milliseconds of each answer */
function askInTurn(
  { hostname, port, host }: URL,
  paths: readonly string[],
  end: number,
  took: number[],
): Promise<void> {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let asked = 0;
  let sent = 0;
  /** Bytes that are missing of the answer; null before its headers. */
  let missing: number | null = null;
  return new Promise((resolve, reject) => {
    const ask = (): void => {
      sent = performance.now();
      if (sent > end) socket.destroy();
      else socket.write(`GET ${paths[asked++ % paths.length]} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    };
    socket.on('connect', ask);
    socket.on('data', (bytes: Buffer) => {
      try {
        missing = (missing ?? lengthOfAnswer(bytes)) - bytes.length;
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined);
      }
      if (missing !== 0) return;
      missing = null;
      took.push(performance.now() - sent);
      ask();
    });
    socket.on('error', reject);
    socket.on('close', resolve);
  });
}

/** Bytes of headers and body. @param bytes the first of an answer, its headers in one piece, as a server writes them */
function lengthOfAnswer(bytes: Buffer): number {
  const headers = bytes.toString('latin1', 0, bytes.indexOf(END_OF_HEADERS));
  const body = /^content-length: (\d+)$/im.exec(headers)?.[1];
  if (!headers.startsWith('HTTP/1.1 200 ') || body === undefined) throw new Error(`Not an answer: ${headers}`);
  return headers.length + END_OF_HEADERS.length + Number(body);
}

if (!isMainThread) parentPort?.postMessage(await run(workerData as LoadPlan));
