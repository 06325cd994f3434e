/** Writing several files so that, as far as a file system can promise it, either all of them change or none. */
import { access, constants, mkdir, mkdtemp, realpath, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileError } from './input.ts';

export interface OutputFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes all files beside their places, then moves them there: a reader never sees half a file. Links are followed, and
 * what is no regular file (a device, a pipe) is written to as it is.
 * @param directory where the files lie, as messages call it: absolute, or relative to `cwd`
 * @throws E_FILE
 */
export async function writeAll(directory: string, cwd: string, files: readonly OutputFile[]): Promise<void> {
  const shown = files.map(({ path }) => join(directory, basename(path)));
  const failed = (i: number, error: unknown, hint?: string) => fileError(`${shown[i]} cannot be written`, error, hint);
  await makeDirectory(directory, cwd);
  for (const [i, { path }] of files.entries())
    if ((await find(path))?.isDirectory()) throw failed(i, systemError('EISDIR'));
  const places = await Promise.all(files.map(async ({ path }) => ((await find(path)) ? realpath(path) : path)));
  const isPlain = await Promise.all(places.map(async (place) => (await find(place))?.isFile() ?? true));
  const temporary = places.map((place, i) => (isPlain[i] ? `${place}.${process.pid}.tmp` : place));
  try {
    for (const [i, { content }] of files.entries())
      await writeFile(temporary[i]!, content).catch((error) => {
        throw failed(i, error);
      });
    for (const [i, place] of places.entries())
      if (isPlain[i])
        await rename(temporary[i]!, place).catch((error) => {
          throw failed(i, error, i > 0 ? `already written: ${shown.slice(0, i).join(', ')}` : undefined);
        });
  } finally {
    const own = temporary.filter((_, i) => isPlain[i]);
    await Promise.all(own.map((path) => rm(path, { force: true }).catch(() => undefined)));
  }
}

/** Before work that takes long: whether a file could be written there, as far as one can know. @throws E_FILE */
export async function checkPlace(name: string, cwd: string): Promise<void> {
  const path = resolve(cwd, name);
  try {
    const found = await find(path);
    if (found?.isDirectory()) throw systemError('EISDIR');
    // A device or a pipe is written to as it is; anything else is made beside its place, and moved there.
    if (found && !found.isFile()) await access(path, constants.W_OK);
    else await tryDirectory(found ? dirname(await realpath(path)) : dirname(path));
  } catch (error) {
    throw fileError(`${name} cannot be written`, error);
  }
}

/** The same for files in a directory, which may have to be made. @throws E_FILE */
export async function checkDirectory(name: string, cwd: string): Promise<void> {
  await tryDirectory(resolve(cwd, name)).catch((error) => {
    throw fileError(`${name} cannot be written`, error);
  });
}

/** Makes something in a directory, or in the nearest above it that there is. */
async function tryDirectory(path: string): Promise<void> {
  const found = await find(path);
  if (!found) return tryDirectory(dirname(path));
  if (!found.isDirectory()) throw systemError('EEXIST');
  const made = await mkdtemp(join(path, '.cellc-')).catch((error) => {
    throw error.code === 'ENOENT' ? new Error(`${path} takes no new files`) : error;
  });
  await rmdir(made);
}

/** Level by level: Node's own recursion never ends below a directory that answers ENOENT, such as /proc. */
async function makeDirectory(name: string, cwd: string): Promise<void> {
  const path = resolve(cwd, name);
  try {
    const found = await find(path);
    if (found?.isDirectory()) return;
    if (found) throw systemError('EEXIST');
  } catch (error) {
    throw fileError(`${name} cannot be written`, error);
  }
  if (dirname(name) !== name) await makeDirectory(dirname(name), cwd);
  await mkdir(path).catch(async (error) => {
    // Another process may have made it in the meantime.
    if ((await find(path).catch(() => undefined))?.isDirectory()) return;
    const refused = error.code === 'ENOENT' ? new Error(`${dirname(name)} takes no new directories`) : error;
    throw fileError(`${name} cannot be made`, refused);
  });
}

/** What lies at a path, if anything does. */
export async function find(path: string) {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

const systemError = (code: string): Error => Object.assign(new Error(code), { code });
