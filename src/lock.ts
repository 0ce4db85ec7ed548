/** The lock that lets one process at a time write an index: a file beside the index with the process, and its address if it serves. */
import { once } from 'node:events';
import { unlinkSync } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from './index/errors.js';
import { FOR_OTHERS, makeFolder, writeWhole } from './index/store/durable.js';
import { readWhole } from './index/store/read-whole.js';

/** The process that holds an index. */
interface Holder {
  pid: number;
  /**
   * When the process began, as the system tells it, to tell it from another process with the same number. Null if the
   * system does not tell.
   */
  born: string | null;
  /** Its address; null if it serves nothing, or not yet. */
  url: string | null;
}

/** A lock held by this process. */
export interface Lock {
  /** Publishes the address of this process; null where it no longer answers. Rejects where that cannot be written; the lock is held all the same. */
  announce(url: string | null): Promise<void>;
  /** Writes the lock again where it is gone, deleted with its folder; resolves to whether it was. One that another process took meanwhile stays. */
  restore(): Promise<boolean>;
  /** One that cannot be removed, as its disk is read-only by now, is taken over by the next process. */
  release(): void;
}

const NAME = 'lock.json';
/** A lock without readable content is being written; after this long, ms, its writer is dead. */
const WRITING = 1_000;

/**
 * Takes the lock of a data folder, which is made if missing; or tells who holds it. A lock whose process is gone is
 * taken over. The lock is null if the folder cannot be written: then nobody can keep an index there, or needs one.
 */
export async function takeLock(dataDir: string): Promise<{ lock: Lock | null } | { holder: Holder }> {
  const path = join(dataDir, NAME);
  const self: Holder = { pid: process.pid, born: await birthOf(process.pid), url: null };
  try {
    await makeFolder(dataDir);
    for (;;) {
      if (await create(path, self)) return { lock: heldLock(dataDir, self) };
      const holder = await readHolder(path);
      if (holder !== null && (await isAlive(holder))) return { holder };
      await moveAway(path);
    }
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return { lock: null };
  }
}

async function create(path: string, self: Holder): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(path, 'wx', FOR_OTHERS);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await file.writeFile(JSON.stringify(self));
    return true;
  } catch (error) {
    // On a full disk it is empty. What could not be opened (too many open files) may be the lock of another process.
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

function heldLock(dataDir: string, self: Holder): Lock {
  const path = join(dataDir, NAME);
  let holder: Holder | null = self;
  return {
    announce: async (url) => {
      holder = { ...self, url };
      // In one step, so that a reader finds either the old or the new content.
      await writeWhole(dataDir, NAME, Buffer.from(JSON.stringify(holder)), FOR_OTHERS);
    },
    // Without a folder to write to there is no index that anyone could write, either.
    restore: async () => holder !== null && (await create(path, holder).catch(() => false)),
    release: () => {
      // A second signal releases it once more: by then it may be that of the next process.
      if (holder === null) return;
      holder = null;
      try {
        // At once, as the process may be ending.
        unlinkSync(path);
      } catch {
        // The next process takes it over.
      }
    },
  };
}

/** Removes a lock that nobody holds. If two processes do so at once, one may have moved the new lock of the other, and puts it back. */
async function moveAway(path: string): Promise<void> {
  const aside = `${path}.${process.pid}.stale`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await readHolder(aside);
  if (moved !== null && (await isAlive(moved))) await rename(aside, path);
  else await rm(aside, { force: true });
}

async function readHolder(path: string): Promise<Holder | null> {
  const start = performance.now();
  for (;;) {
    try {
      return toHolder(JSON.parse((await readWhole(path)).toString()));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      // Not written yet, or half written by a crash.
      if (!(error instanceof SyntaxError)) throw error;
      if (performance.now() - start > WRITING) return null;
    }
    await delay(20);
  }
}

function toHolder(value: unknown): Holder | null {
  if (typeof value !== 'object' || value === null) return null;
  const { pid, born, url }: Partial<Record<keyof Holder, unknown>> = value;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return null;
  return {
    pid,
    born: typeof born === 'string' ? born : null,
    url: typeof url === 'string' && URL.canParse(url) ? url : null,
  };
}

async function isAlive({ pid, born, url }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists, but belongs to another user.
    if (codeOf(error) !== 'EPERM') return false;
  }
  // After a crash or a restart of the machine (in a container: always), another process may have the number.
  if (born !== null) return born === (await birthOf(pid));
  // Where the system does not tell, its address does: a server listens as long as that is in its lock.
  return url === null || (await listens(url));
}

/** Whether anything takes connections at an address of this machine. */
async function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  // An address has no port where that is 80.
  const socket = connect(Number(port || 80), hostname.replace(/^\[|\]$/g, ''));
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    return codeOf(error) !== 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}

/** On Linux, the boot and the tick at which a process began; null for one that has ended, and elsewhere. */
async function birthOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // The name of the program, in brackets, may contain anything; behind it are the fields from the third on.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, threads, start] = [fields[0], fields[17], fields[19]];
    // Its parent has not asked yet how it ended (in a container: may never), so that its number is still taken.
    const isOver = state === 'Z' && threads === '1';
    return isOver ? null : `${boot.trim()}:${start}`;
  } catch {
    return null;
  }
}
