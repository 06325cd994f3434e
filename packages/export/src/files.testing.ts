/** The reference files that import, as models with their weights. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Model, resolveModel } from '@cellc/compiler';
import { type Imported, importModel } from '@cellc/import';
import type { ExportInput } from './exporter.ts';
import { checkWeights } from './weights.ts';

const folder = join(import.meta.dirname, '../../../test/data/conformance/files');

interface FileCase {
  readonly id: string;
  readonly kind: string;
  readonly about: string;
  readonly file: string;
  readonly also?: readonly string[];
  readonly expect: string;
}

const { cases }: { cases: readonly FileCase[] } = JSON.parse(readFileSync(join(folder, 'IO.json'), 'utf8'));
export const importable = cases.filter(({ expect }) => expect === 'imported');

export async function importCase({ file, also = [], kind, about }: FileCase): Promise<Imported> {
  const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
  const repr = kind === 'safetensors' ? also.find((name) => name.endsWith('.json')) : undefined;
  return importModel(
    { name: file, bytes: read(file) },
    {
      open: async (name) => (also.includes(name) ? read(name) : undefined),
      ...(repr !== undefined && { repr: JSON.parse(readFileSync(join(folder, repr), 'utf8')).repr }),
      output: /last step/.test(about) ? 'last' : 'sequence',
    },
  );
}

export function inputOf({ spec, weights }: Pick<Imported, 'spec' | 'weights'>): ExportInput & { model: Model } {
  const model = resolveModel(spec);
  return { model, spec, files: new Map(), weights: checkWeights(model, weights) };
}
