/** Runs the command line in a folder of its own and catches what it prints. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Io } from './command.ts';
import { run } from './main.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A temporary folder with some files, and `cellc` running in it, on a terminal if one is given. */
export async function folder(
  files: Readonly<Record<string, string>> = {},
  terminal: Pick<Io, 'columns' | 'onInterrupt'> = {},
) {
  const path = await mkdtemp(join(tmpdir(), 'cellc-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  const cellc = async (...args: string[]): Promise<Outcome> => {
    let [out, err] = ['', ''];
    const io = {
      cwd: path,
      color: false,
      ...terminal,
      out: (text: string) => void (out += text),
      err: (text: string) => void (err += text),
    };
    return { code: await run(args, io), out, err };
  };
  return { path, cellc };
}

export const spec = (name: string, layers: unknown[] = [{ cell: 'rnn', size: 3 }], more: object = {}): string =>
  JSON.stringify({ name, input: 2, layers, ...more }, null, 2);
