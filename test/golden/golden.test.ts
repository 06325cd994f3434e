/** What the compiler emits, case by case, to be read and reviewed: CASE/model.json gives CASE/expected/module.js. UPDATE=1 rewrites. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellFiles, compileModel } from '@cellc/compiler';
import { expect, test } from 'vitest';

const root = import.meta.dirname;
const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

for (const { name } of cases)
  test(name, () => {
    const folder = join(root, name);
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
    const spec = { name: 'model.json', text: read('model.json') };
    const files = new Map(cellFiles(spec).map((file) => [file, read(file)]));
    const { code } = compileModel(spec, { files });
    const expected = join(folder, 'expected', 'module.js');
    if (process.env.UPDATE === '1') {
      mkdirSync(join(folder, 'expected'), { recursive: true });
      writeFileSync(expected, code);
    }
    expect(code).toBe(existsSync(expected) ? readFileSync(expected, 'utf8') : '');
  });
