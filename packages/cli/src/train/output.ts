/** The directory of a run: what lies there, and what is written to it. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CellcError } from '@cellc/compiler';
import { fileError } from '../input.ts';
import { checkPlace, type OutputFile, writeAll } from '../write.ts';

export const files = {
  weights: 'weights.safetensors',
  checkpoint: 'checkpoint.safetensors',
  history: 'history.json',
  report: 'report.html',
} as const;

type File = keyof typeof files;

export interface Directory {
  /** As messages call it. */
  readonly name: string;
  readonly cwd: string;
}

export interface Found {
  /** Which of a run's files there are: also files of others with their names. */
  readonly names: readonly string[];
  readonly checkpoint: Uint8Array | undefined;
}

/** What a run before left in a directory. @throws E_FILE */
export async function findRun({ name, cwd }: Directory): Promise<Found> {
  const path = resolve(cwd, name);
  const names = await readdir(path).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw fileError(`${name} cannot be read`, error.code === 'ENOTDIR' ? inTheWay : error);
  });
  const isThere = names.includes(files.checkpoint);
  const checkpoint = isThere
    ? await readFile(join(path, files.checkpoint)).catch((error) => {
        throw fileError(`${join(name, files.checkpoint)} cannot be read`, error);
      })
    : undefined;
  return { names: Object.values(files).filter((file) => names.includes(file)), checkpoint };
}

const inTheWay = Object.assign(new Error(), { code: 'EEXIST' });

/** @throws E_FILE where a run, or a file that is none of a run, would be lost */
export function checkFree(name: string, { names, checkpoint }: Found): void {
  if (names.length === 0) return;
  const other = '--out DIR writes elsewhere';
  const isFinished = names.includes(files.weights);
  if (!isFinished && !checkpoint)
    throw new CellcError('E_FILE', `${name} holds ${names.join(' and ')}, and training writes files of these names`, {
      hint: `--force replaces them; ${other}`,
    });
  if (isFinished)
    throw new CellcError('E_FILE', `${name} holds a finished run`, {
      hint: `--force replaces it; --resume --epochs N trains it longer; ${other}`,
    });
  throw new CellcError('E_FILE', `${name} holds a run that was interrupted`, {
    hint: `--resume goes on with it; --force starts again; ${other}`,
  });
}

/** Before the first epoch: whether a run's files could be written. @throws E_FILE */
export async function checkRun({ name, cwd }: Directory): Promise<void> {
  for (const file of Object.values(files)) await checkPlace(join(name, file), cwd);
}

/** Removes the files of a run, and those that a killed process could not remove. @throws E_FILE */
export async function clear({ name, cwd }: Directory, which: readonly File[]): Promise<void> {
  const path = resolve(cwd, name);
  const names = await readdir(path).catch((): string[] => []);
  const own = Object.values(files);
  const isStale = (file: string): boolean => own.some((known) => file.startsWith(`${known}.`) && file.endsWith('.tmp'));
  const gone = [...names.filter(isStale), ...which.map((file) => files[file])];
  for (const file of gone)
    await rm(join(path, file), { force: true }).catch((error) => {
      throw fileError(`${join(name, file)} cannot be removed`, error);
    });
}

/** @throws E_FILE */
export async function save(
  { name, cwd }: Directory,
  contents: Partial<Record<File, OutputFile['content']>>,
): Promise<void> {
  const path = resolve(cwd, name);
  const written = Object.entries(contents).map(([file, content]) => ({
    path: join(path, files[file as File]),
    content,
  }));
  await writeAll(name, cwd, written);
}
