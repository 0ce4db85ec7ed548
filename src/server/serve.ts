/** Gives the application a port, disconnects clients that are too slow, and stops without dropping a request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as Listener } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { SECURITY_HEADERS } from './headers.js';
import { internalProblem, Problem, problemBody } from './problem.js';
import { Turns } from './turns.js';

/** Where to listen, and how long to wait; all times in ms. */
export interface ListenOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** How long a client may take to send its headers, and its whole request. */
  requestTimeoutMs?: number;
  /** How long a client may leave what it was sent unread. */
  stalledMs?: number;
  /** How long a stopping server still takes connections, so that proxies notice before they are refused. */
  drainMs?: number;
  /** How long requests under way may take after that. */
  graceMs?: number;
}

/** A running server. */
export interface Listening {
  /** Its address, such as `http://127.0.0.1:3000`. */
  url: string;
  /** Stops: new requests are answered with `Connection: close`, then refused; those under way are waited for, then disconnected. */
  close(): Promise<void>;
}

/** Most bytes of a request's head: room for the longest address, and half as much again for headers. */
const MAX_HEADER_BYTES = 96 * 1024;
/** A proxy keeps connections for 60 s, and must be the one to end them: else it sends a request on what was just ended here. */
const KEEP_ALIVE_MS = 65_000;

/** Listens. Rejects with the error of the system if the port is in use or the address is not one of this machine. */
export async function listen(app: Hono, options: ListenOptions): Promise<Listening> {
  const { host, port, requestTimeoutMs = 10_000, stalledMs = 60_000, drainMs = 250, graceMs = 5_000 } = options;
  /** Those that are not wholly sent, each with when it is. */
  const running = new Map<ServerResponse, Promise<void>>();
  const turns = new Turns();
  let stopping = false;
  const answer = getRequestListener(app.fetch, { hostname: host, errorHandler: answerBrokenRequest });
  /** Resolves when it is answered, or its client is gone. */
  const begin = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { socket } = incoming;
    if (socket.destroyed) return;
    const closed = new Promise<void>((resolve) => {
      const end = (): void => resolve();
      // A connection that ends is told to the response that is being sent alone, and this may be the one after it.
      socket.once('close', end);
      outgoing.once('close', end).once('close', () => socket.off('close', end));
    });
    running.set(outgoing, closed);
    // A response may be many megabytes, or hold a file open. One that is still being made may take as long as it takes.
    outgoing.setTimeout(stalledMs, () => {
      if (socket.writableLength > 0) socket.destroy();
    });
    if (stopping) outgoing.setHeader('Connection', 'close');
    if (lacksHost(incoming))
      refuse(outgoing, new Problem(400, 'A request must name the host that it asks: send a `Host` header.'));
    // Newer Nodes refuse it themselves (see `UNREADABLE`); others, 20.19 among them, read each byte as a letter.
    else if (BEYOND_ASCII.test(incoming.url ?? '')) refuse(outgoing, NOT_ENCODED);
    else void answer(incoming, outgoing);
    await closed;
    running.delete(outgoing);
  };
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // How often Node looks for late requests: its default of 30 s would let them stay three times as long as allowed.
      connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs),
      // Node would refuse without the security headers.
      requireHostHeader: false,
    },
    (incoming, outgoing) => {
      if (!turns.take(incoming.socket, () => begin(incoming, outgoing))) refuse(outgoing, TOO_MANY_WAIT);
    },
  );
  server.on('checkExpectation', (_incoming: IncomingMessage, outgoing: ServerResponse) => {
    const detail = 'Nothing but `100-continue` can be expected here; leave the header `Expect` out.';
    refuse(outgoing, new Problem(417, detail));
  });
  server.on('clientError', answerUnreadable);
  // Without a listener, Node ends the connection without an answer.
  server.on('connect', (_incoming: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    answerOn(socket, NO_PROXY);
  });
  await bound(server, host, port);

  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    stopping = true;
    for (const outgoing of running.keys()) if (!outgoing.headersSent) outgoing.setHeader('Connection', 'close');
    await delay(drainMs);
    const ended = new Promise<void>((resolve) => Listener.prototype.close.call(server, () => resolve()));
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    // With a turn for requests to begin that have come by now, or waited behind others.
    do {
      await Promise.all(running.values());
      await nextTurn();
    } while (running.size > 0);
    // Sooner, they would cut responses that are written but not sent, as Node takes those for done. The first ends connections
    // at rest alone: Node would wait for half a request, and for the connections that browsers open before they need them.
    server.close();
    server.closeAllConnections();
    await ended;
    clearTimeout(cut);
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${addressOf(server).port}`,
    close: () => (closed ??= close()),
  };
}

async function bound(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port: it is not listening.');
  return address;
}

/** Answers requests that never reach the application, as their `Host` or address is invalid; and faults that got past it. */
function answerBrokenRequest(error: unknown): Response {
  const broken = error instanceof Error && error.name === 'RequestError';
  const problem = broken
    ? new Problem(400, 'The address or the host name of this request is broken.')
    : internalProblem();
  return new Response(JSON.stringify(problemBody(problem)), {
    status: problem.status,
    headers: BROKEN_HEADERS,
  });
}

const BROKEN_HEADERS = {
  ...SECURITY_HEADERS,
  'Content-Type': 'application/problem+json',
  'Cache-Control': 'no-store',
};

/** HTTP/1.0, which no browser uses, may omit the host. */
function lacksHost({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.host === undefined && httpVersion !== '1.0';
}

const TOO_MANY_WAIT = new Problem(503, 'Too many requests wait on this connection; send more when these are answered.');

/** Refuses a request before the application. */
function refuse(outgoing: ServerResponse, problem: Problem): void {
  outgoing.writeHead(problem.status, BROKEN_HEADERS).end(JSON.stringify(problemBody(problem)));
}

/** Answers bytes that are no request, headers that are too long, and requests that were not complete in time. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  answerOn(socket, UNREADABLE.get(error.code ?? '') ?? new Problem(400, 'This is not a request.'));
}

/** How long a client may take to end its side of a connection that was ended here, ms. */
const LINGER_MS = 1_000;

/**
 * Answers where there is no response to write to, and ends the connection. Both its sides: a client that leaves its own
 * open would keep a descriptor of ours for ever. Not at once, as what it still sends would have the system throw the
 * answer away.
 */
function answerOn(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify(problemBody(problem));
  const headers = {
    ...BROKEN_HEADERS,
    ...problem.headers,
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${problem.title}\r\n${head.join('')}\r\n${body}`);
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(cut));
}

const NO_PROXY = new Problem(405, 'Pilcrow is no proxy: send GET to one of its addresses.', {
  headers: { Allow: 'GET, HEAD' },
});

const BEYOND_ASCII = /[\u0080-\uffff]/;
const NOT_ENCODED = new Problem(
  400,
  'The address has signs that must be percent-encoded, as `é` is by `%C3%A9`. For curl: `-G --data-urlencode "q=été"`.',
);

const UNREADABLE: ReadonlyMap<string, Problem> = new Map([
  ['HPE_INVALID_URL', NOT_ENCODED],
  ['HPE_HEADER_OVERFLOW', new Problem(431, 'The headers of this request are too long.')],
  ['ERR_HTTP_REQUEST_TIMEOUT', new Problem(408, 'The request was not complete in time.')],
]);
