/** The packages that `npm run bench:peers:install` puts beside this file: loading, versions, sizes. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `bench`, from `bench/dist/peers` where this file runs, or from `bench/peers` under tests. */
export const benchFolder = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../' : '../', import.meta.url),
);
export const packagesFolder = join(benchFolder, 'peers/packages');

/** Imports an installed package. `T` is what the caller uses of it: its own types may not be installed. */
export async function load<T>(name: string): Promise<T> {
  const { load } = (await import(join(packagesFolder, 'import.mjs'))) as { load(name: string): Promise<T> };
  return load(name);
}

export function isInstalled(name: string): boolean {
  return existsSync(join(packagesFolder, 'node_modules', name, 'package.json'));
}

export function versionOf(name: string): string {
  const text = readFileSync(join(packagesFolder, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

interface LockEntry {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** `packages` of a package-lock.json: by path, `node_modules/a/node_modules/b`. */
export type Lock = Readonly<Record<string, LockEntry>>;

export function readLock(): Lock {
  return (JSON.parse(readFileSync(join(packagesFolder, 'package-lock.json'), 'utf8')) as { packages: Lock }).packages;
}

/** The paths of everything that installing these packages by themselves would put on a disk. */
export function closure(lock: Lock, names: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string, from: string): void => {
    const path = resolve(lock, name, from);
    if (path === undefined || found.has(path)) return;
    found.add(path);
    const { dependencies, optionalDependencies, peerDependencies } = lock[path]!;
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      visit(next, path);
  };
  for (const name of names) visit(name, '');
  return [...found].sort();
}

/** As Node.js looks a package up: in the folder itself, then in each above it. */
function resolve(lock: Lock, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder ? `${folder}/` : ''}node_modules/${name}`;
    if (Object.hasOwn(lock, path)) return path;
    if (!folder) return undefined;
  }
}

/** Bytes on disk of installed packages and all they depend on. */
export function installedBytes(names: readonly string[]): number {
  return closure(readLock(), names).reduce((sum, path) => sum + bytesIn(join(packagesFolder, path)), 0);
}

/** Without nested packages: the lock lists them by themselves. What was not installed (other platforms) is 0. */
export function bytesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? bytesIn(path) : statSync(path).size;
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}
