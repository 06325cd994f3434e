/** HDF5 files through h5wasm, which is looked for when the first one is read: it is no part of most installations. */
import { Worker } from 'node:worker_threads';
import type { Tensor } from '@cellc/runtime';
import { broken, quoted, refuse } from '../error.ts';
import { threadText } from './hdf5-thread.ts';
import { countOf } from './numbers.ts';

export interface Hdf5 {
  /** The names in a group; none where there is no such group. */
  readonly names: (path: string) => readonly string[];
  /** An attribute of a group: a text, or a list of texts. */
  readonly texts: (path: string, name: string) => readonly string[] | undefined;
  readonly tensor: (path: string) => Tensor | undefined;
}

interface Failed {
  readonly error: string;
}

/** What the thread finds at a path. */
type Found =
  | Failed
  | { readonly names: readonly string[]; readonly texts: Failed | Readonly<Record<string, unknown>> }
  | { readonly shape: readonly number[]; readonly data: unknown };

type Answer = Failed | { readonly objects: ReadonlyMap<string, Found> };

/** A file can claim more than it has: what is filled in must not be more than could be there. */
const mostBytes = (length: number): number => 4 * length + 2 ** 20;
const mostObjects = 20_000;

/**
 * Milliseconds of the processor's time, which other work on the machine does not use up: a megabyte takes a tenth of a
 * second, and a broken file perhaps for ever.
 */
const patience = (length: number): number => 2000 + length / 500;
const startPatience = 30_000;

/** One file at a time: the processor's time is the whole process's, and one thread is enough. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * The attributes of a file, and all that is in one of its folders.
 * @throws E_FILE where the file is broken, E_IMPORT where h5wasm is not installed
 */
export async function openHdf5(bytes: Uint8Array, file: string, folder: string): Promise<Hdf5> {
  const asked = turn.then(() => ask(bytes, file, folder));
  turn = asked.catch(() => undefined);
  const answer = await asked;
  if ('error' in answer) return broken(file, `it cannot be read: ${answer.error}`);
  const { objects } = answer;
  const find = (at: string): Exclude<Found, Failed> | undefined => {
    const found = objects.get(at);
    return found && 'error' in found ? broken(file, `${quoted(at)} cannot be read: ${found.error}`) : found;
  };
  return {
    names(at) {
      const found = find(at);
      return found && 'names' in found ? found.names : [];
    },
    texts(at, name) {
      const found = find(at);
      if (!found || !('texts' in found)) return undefined;
      const all = found.texts;
      const value = isFailed(all) ? all : Object.hasOwn(all, name) ? all[name] : undefined;
      if (isFailed(value)) return broken(file, `attribute ${quoted(name)} cannot be read: ${value.error}`);
      if (typeof value === 'string') return [value];
      return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
    },
    tensor(at) {
      const found = find(at);
      if (!found || !('data' in found)) return undefined;
      const { data, shape } = found;
      const what = `dataset ${quoted(at)}`;
      if (!(data instanceof Float32Array || data instanceof Float64Array))
        return broken(file, `${what} holds no numbers`);
      if (data.length !== countOf(shape, what, file)) return broken(file, `${what} is truncated`);
      return { data: data as Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>, shape };
    },
  };
}

function isFailed(value: unknown): value is Failed {
  return typeof value === 'object' && value !== null && typeof (value as Failed).error === 'string';
}

async function ask(bytes: Uint8Array, file: string, folder: string): Promise<Answer> {
  let library: string;
  try {
    library = import.meta.resolve('h5wasm');
  } catch {
    return refuse(
      `${file} is an HDF5 file, and the package h5wasm that reads them is not installed`,
      'npm install h5wasm@0.10.3',
    );
  }
  const thread = idle ?? startThread(library);
  idle = undefined;
  const asked = { bytes, folder, mostBytes: mostBytes(bytes.length), mostObjects };
  let usable = false;
  let timer: NodeJS.Timeout | undefined;
  return new Promise<Answer>((resolve) => {
    let [since, time] = [process.cpuUsage(), startPatience];
    timer = setInterval(() => {
      const { user, system } = process.cpuUsage(since);
      if ((user + system) / 1000 > time) resolve({ error: `the library finds no end in ${time / 1000} seconds` });
    }, 100);
    thread.ref();
    thread.on('message', (message: 'begun' | { answer: Answer; usable: boolean }) => {
      if (message === 'begun') [since, time] = [process.cpuUsage(), patience(bytes.length)];
      else {
        usable = message.usable;
        resolve(message.answer);
      }
    });
    thread.once('error', (error) => resolve({ error: `the library fails: ${error.message}` }));
    thread.once('exit', () => resolve({ error: 'the library ends without an answer' }));
    thread.postMessage(asked);
  }).finally(() => {
    clearInterval(timer);
    for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event);
    if (!usable) return void thread.terminate();
    // It does not keep the process from ending.
    thread.unref();
    idle = thread;
  });
}

/** The thread that the next file takes, since starting the library takes longer than reading a file. */
let idle: Worker | undefined;

function startThread(library: string): Worker {
  // What the library prints before it aborts is for those who debug it.
  return new Worker(threadText, { eval: true, workerData: { library }, stdout: true, stderr: true });
}
