/** From a spec to a module that can be loaded, without the command line. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Compiled, type CompileOptions, cellFiles, compileModel, type ModelSpec } from '@cellc/compiler';
import type { CompiledModule } from '@cellc/runtime';

/** The folder of the examples, which the paths in their specs start from. */
export const folder = new URL('../', import.meta.url);

/** Compiles a spec together with the cell files it names. @throws CellcError */
export function compile(spec: ModelSpec, options: Omit<CompileOptions, 'files'> = {}): Compiled {
  const files = new Map(cellFiles(spec).map((path) => [path, readFileSync(new URL(path, folder), 'utf8')]));
  return compileModel(spec, { ...options, files });
}

/** Compiled code as a module, straight from memory: a program that ships would import the file that cellc wrote. */
export function instantiate({ code }: Compiled): Promise<CompiledModule> {
  return import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}

export async function build(spec: ModelSpec, options?: Omit<CompileOptions, 'files'>): Promise<CompiledModule> {
  return instantiate(compile(spec, options));
}

/** Whether a file is being run, not imported: `isMain(import.meta.url)`. */
export function isMain(url: string): boolean {
  return process.argv[1] === fileURLToPath(url);
}
