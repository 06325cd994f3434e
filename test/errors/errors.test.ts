/**
 * The catalogue of errors: in CODE/CASE a bad sample and the exact message it gets. A sample is a cell (`sample.cell`,
 * `sample.tex`, compiled as the one layer of a model that reads 3 features, of size 4) or a spec (`sample.json`, which
 * may name files of its folder). UPDATE=1 rewrites the messages.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Code, codes, compileModel, type ModelSpec, type Source } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { CellcError } from '../../compiler/src/error.ts';
import { type OpTable, ops } from '../../compiler/src/ir/ops.ts';

const root = import.meta.dirname;
const folders = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
const update = process.env.UPDATE === '1';

/** Only the command line and the importer read files, data and options. */
const elsewhere: readonly Code[] = ['E_FILE', 'E_IMPORT', 'E_OPTION', 'E_DATA', 'E_TUNING'];

/** Ops that no table should have: one without a derivative, and one that no target can compute. */
const table: OpTable = {
  ...ops,
  rounded: { args: 'x', kind: 'point', eval: Math.round, js: 'Math.round(x)' },
  guessed: { args: 'x', kind: 'point', eval: (x) => x, grad: ['g'] },
};

/** Compiles the sample of a folder as far as it goes: also its gradients, where it is a cell. */
function compileSample(folder: string): void {
  const names = readdirSync(folder).filter((name) => /\.(cell|tex|json)$/.test(name));
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const files = new Map(names.map((name) => [`./${name}`, read(name)]));
  const sample = names.includes('sample.json') ? 'sample.json' : names.find((name) => name.startsWith('sample.'))!;
  const spec: ModelSpec | Source =
    sample === 'sample.json'
      ? { name: sample, text: read(sample) }
      : { name: 'sample', input: 3, layers: [{ cell: `./${sample}`, size: 4 }] };
  compileModel(spec, { files, ops: table, ...(sample !== 'sample.json' && { training: true }) });
}

function messageOf(act: () => void): { code: string; text: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof CellcError) return { code: error.code, text: `${error.message}\n` };
    throw error;
  }
  return { code: 'none', text: 'it compiles\n' };
}

for (const code of folders(root))
  for (const sample of folders(join(root, code)))
    test(`${code}: ${sample.replaceAll('-', ' ')}`, () => {
      const folder = join(root, code, sample);
      const found = messageOf(() => compileSample(folder));
      expect(found.code, found.text).toBe(code);
      const expected = join(folder, 'expected.txt');
      if (update) writeFileSync(expected, found.text);
      expect(found.text).toBe(existsSync(expected) ? readFileSync(expected, 'utf8') : '');
    });

test('every code has a sample', () => {
  const due = Object.keys(codes).filter((code) => !elsewhere.some((other) => other === code));
  expect(folders(root).sort()).toEqual(due.sort());
});
