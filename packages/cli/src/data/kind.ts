/** Kinds of data files, told by their names. */
import { extname } from 'node:path';
import { CellcError } from '@cellc/compiler';
import type { Subject } from '../options.ts';

/** As options and messages call them. */
export const dataNames = { columns: 'CSV', sequences: 'JSON lines', text: 'text' } as const;

export type DataKind = keyof typeof dataNames;

const endings: Readonly<Record<string, DataKind>> = {
  '.csv': 'columns',
  '.tsv': 'columns',
  '.jsonl': 'sequences',
  '.ndjson': 'sequences',
  '.txt': 'text',
};

/** @throws E_DATA */
export function kindOf(file: string): DataKind {
  const kind = endings[extname(file).toLowerCase()];
  if (kind) return kind;
  const hint = `names of data files end in ${Object.keys(endings).join(', ')}`;
  throw new CellcError('E_DATA', `${file} is no kind of data`, { hint });
}

/** What the options of a command that reads the file are about. @throws E_DATA */
export function dataSubject(file: string): Subject {
  const name = dataNames[kindOf(file)];
  return { is: [name], said: `${file} is ${name}` };
}
