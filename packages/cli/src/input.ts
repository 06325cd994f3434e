/** What a command line names: a model spec with the cells it reads, or a cell alone. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CellcError,
  cellFiles,
  type ModelSpec,
  parseCell,
  parseLatex,
  type Source,
  shelves,
  specOfCell,
} from '@cellc/compiler';
import { type Subject, suggestion } from './options.ts';

export interface Input {
  readonly spec: ModelSpec | Source;
  readonly files: ReadonlyMap<string, string>;
  /** Whether a cell was named, not a spec. */
  readonly isCell: boolean;
}

/** What is plainly another file: arguments in another order. @throws E_SPEC */
export function checkSpecName(name: string): void {
  if (isSpec(name) || extname(name) === '') return;
  throw new CellcError('E_SPEC', `${name} is no model spec: names of specs end in .json, .js or .mjs`, {
    hint: 'the spec is what a command names first',
  });
}

/** A spec: JSON, or a module that exports it as `model`. @throws E_FILE, E_SPEC, and what is wrong with the spec */
export async function readSpec(name: string, cwd: string): Promise<Input> {
  checkSpecName(name);
  const path = resolve(cwd, name);
  const spec = /\.[mc]?js$/.test(name) ? await importSpec(name, path) : { name, text: await readText(name, path) };
  const files = new Map<string, string>();
  for (const file of cellFiles(spec)) {
    const text = await readUtf8(resolve(dirname(path), file)).catch((error: NodeJS.ErrnoException) => {
      // The compiler complains about a file that is not there, and shows where the spec names it.
      if (error.code === 'ENOENT') return undefined;
      throw fileError(`${file}, which ${name} names, cannot be read`, error);
    });
    if (text !== undefined) files.set(file, text);
  }
  return { spec, files, isCell: false };
}

/** What a cell alone needs to be told, and a spec says itself, is for this. */
export const aCell = 'a cell alone';

const isSpec = (name: string): boolean => /\.(json|[mc]?js)$/.test(name);

export const cellOrSpec = (name: string): Subject =>
  isSpec(name) ? { is: [], said: `${name} is a spec, which says it itself` } : { is: [aCell], said: '' };

/** A spec, a .cell or .tex file, or the name of a shipped cell; a cell becomes a model of one layer. */
export async function readSpecOrCell(
  name: string,
  cwd: string,
  sizes: { readonly size: number; readonly input: number },
): Promise<Input> {
  if (isSpec(name)) return readSpec(name, cwd);
  if (!/\.(cell|tex)$/.test(name)) {
    const { texts } = shelves.cell;
    if (!Object.hasOwn(texts, name)) notThere(name, Object.keys(texts));
    const cell = parseCell({ name, text: texts[name as keyof typeof texts]! });
    return { spec: specOfCell(cell, name, sizes), files: new Map(), isCell: true };
  }
  const text = await readText(name, resolve(cwd, name));
  const source = { name, text };
  const cell = extname(name) === '.tex' ? parseLatex(source) : parseCell(source);
  return { spec: specOfCell(cell, name, sizes), files: new Map([[name, text]]), isCell: true };
}

function notThere(name: string, shipped: readonly string[]): never {
  const hint = suggestion(name, shipped, 'shipped cells: ');
  throw new CellcError(
    'E_UNKNOWN_CELL',
    `'${name}' is neither a shipped cell nor a file (.json, .js, .mjs, .cell, .tex)`,
    { hint },
  );
}

/** Without the byte-order mark that some editors put first: it is no part of the text. */
async function readUtf8(path: string): Promise<string> {
  const bytes = await readFile(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is not UTF-8 text');
  }
}

async function readText(name: string, path: string): Promise<string> {
  return readUtf8(path).catch((error) => {
    throw fileError(`${name} cannot be read`, error);
  });
}

async function importSpec(name: string, path: string): Promise<ModelSpec> {
  let module: Record<string, unknown>;
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw fileError(`${name} cannot be imported`, error);
  }
  if (typeof module.model === 'object' && module.model !== null) return module.model as ModelSpec;
  const hint = `write export const model = defineModel({ … }) in ${basename(name)}`;
  throw new CellcError('E_SPEC', `${name} does not export a model spec named 'model'`, { hint });
}

const reasons = new Map([
  ['ENOENT', 'there is no such file'],
  ['ERR_MODULE_NOT_FOUND', 'there is no such file, or it imports one that is not there'],
  ['EISDIR', 'it is a directory'],
  ['ENOTDIR', 'a part of its path is a file'],
  ['EEXIST', 'a file of that name is in the way'],
  ['EACCES', 'access is denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
]);

/** What the system says about a file, in words. */
export function fileError(what: string, error: unknown, hint?: string): CellcError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new CellcError(
    'E_FILE',
    `${what}: ${reasons.get(code) ?? (error instanceof Error ? error.message : String(error))}`,
    { hint },
  );
}
