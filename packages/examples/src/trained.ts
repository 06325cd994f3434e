/** Networks that others have trained: from a file to a model that runs. */
import { basename } from 'node:path';
import { compileModel } from '@cellc/compiler';
import { type Imported, importModel } from '@cellc/import';
import { load, type Model } from '@cellc/runtime';
import { instantiate } from './build.ts';
import { read } from './program.ts';

export const targets = ['js', 'wasm'] as const;
export type Target = (typeof targets)[number];

/** What `cellc import` reads and writes to files. @throws Complaint, CellcError */
export function importFile(path: string): Promise<Imported> {
  return importModel({ name: basename(path), bytes: read(path) }, { output: 'sequence' });
}

/** What `cellc compile` makes of the spec, with the weights. */
export async function loadTrained(
  { spec, weights }: Pick<Imported, 'spec' | 'weights'>,
  target: Target,
): Promise<Model> {
  return load(await instantiate(compileModel(spec, { target, training: false })), { weights });
}
