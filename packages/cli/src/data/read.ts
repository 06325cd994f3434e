/** A data file: what kind it is, by its name, and what is in it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Manifest } from '@cellc/runtime';
import { fileError } from '../input.ts';
import { columnsDataset } from './columns.ts';
import { dataError } from './csv.ts';
import type { DataOptions, Dataset } from './dataset.ts';
import { sequencesDataset } from './jsonl.ts';
import { type DataKind, kindOf } from './kind.ts';
import { textDataset } from './text.ts';

export interface DataFile {
  /** Without its folder. */
  readonly name: string;
  readonly kind: DataKind;
  readonly text: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
}

const datasets = { columns: columnsDataset, sequences: sequencesDataset, text: textDataset } as const;

/** @throws E_FILE, E_DATA */
export async function readData(file: string, cwd: string): Promise<DataFile> {
  const kind = kindOf(file);
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

/** Data to train on. @throws E_DATA */
export function datasetOf({ kind, name, text }: DataFile, manifest: Manifest, options: DataOptions): Dataset {
  if (kind === 'columns' && manifest.reads === 'class')
    throw dataError(`${name} has columns of numbers, and ${manifest.name} reads classes`, 'give it text (.txt), or .jsonl');
  return datasets[kind](name, text, manifest, options);
}
