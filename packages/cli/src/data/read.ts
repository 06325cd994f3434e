/** A data file: what kind it is, by its name, and what is in it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import type { Manifest } from '@cellc/runtime';
import { fileError } from '../input.ts';
import { usage } from '../options.ts';
import { columnsDataset } from './columns.ts';
import { dataError } from './csv.ts';
import type { DataOptions, Dataset } from './dataset.ts';
import { sequencesDataset } from './jsonl.ts';
import { textDataset } from './text.ts';

export interface DataFile {
  /** Without its folder. */
  readonly name: string;
  readonly kind: keyof typeof datasets;
  readonly text: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
}

const datasets = { columns: columnsDataset, sequences: sequencesDataset, text: textDataset } as const;

const kinds: Readonly<Record<string, DataFile['kind']>> = {
  '.csv': 'columns',
  '.tsv': 'columns',
  '.jsonl': 'sequences',
  '.ndjson': 'sequences',
  '.txt': 'text',
};

/** @throws E_FILE, E_DATA */
export async function readData(file: string, cwd: string): Promise<DataFile> {
  const kind = kinds[extname(file).toLowerCase()];
  if (!kind) throw dataError(`${file} is no kind of data`, `names of data files end in ${Object.keys(kinds).join(', ')}`);
  const bytes = await readFile(resolve(cwd, file)).catch((error) => {
    throw fileError(`${file} cannot be read`, error);
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const name = basename(file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { name, kind, text, sha256 };
  } catch {
    throw dataError(`${file} is not UTF-8 text`);
  }
}

/** The options that each kind of data takes. */
const taken: Readonly<Record<DataFile['kind'], readonly (keyof DataOptions)[]>> = {
  columns: ['input', 'predict', 'group', 'window', 'horizon', 'stride', 'fill'],
  sequences: [],
  text: ['window'],
};

/** Data to train on. @throws E_DATA; E_OPTION where an option is given that says nothing of this kind of data */
export function datasetOf({ kind, name, text }: DataFile, manifest: Manifest, options: DataOptions): Dataset {
  const isGiven = (value: unknown): boolean =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  const idle = taken.columns.find((option) => !taken[kind].includes(option) && isGiven(options[option]));
  if (idle !== undefined) usage(`--${idle} says nothing of ${name}: it is for ${kind === 'text' ? 'CSV' : 'other'} files`);
  if (kind === 'columns' && manifest.reads === 'class')
    throw dataError(`${name} has columns of numbers, and ${manifest.name} reads classes`, 'give it text (.txt), or .jsonl');
  return datasets[kind](name, text, manifest, options);
}
