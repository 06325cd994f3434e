/**
 * What the compiler emits, case by case, to be read and reviewed: CASE/model.json gives CASE/expected/module.js and, of
 * small cases, module.wat and the kernels for gpu.js. UPDATE=1 rewrites.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cellFiles, compileModel } from '@cellc/compiler';
import { expect, test } from 'vitest';

const root = import.meta.dirname;
const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** The text form of WebAssembly is long. */
const inText = ['lstm_step_10_20'];

function check(expected: string, text: string): void {
  if (process.env.UPDATE === '1') {
    mkdirSync(dirname(expected), { recursive: true });
    writeFileSync(expected, text);
  }
  expect(text).toBe(existsSync(expected) ? readFileSync(expected, 'utf8') : '');
}

for (const { name } of cases)
  test(name, () => {
    const folder = join(root, name);
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
    const spec = { name: 'model.json', text: read('model.json') };
    const files = new Map(cellFiles(spec).map((file) => [file, read(file)]));
    check(join(folder, 'expected', 'module.js'), compileModel(spec, { files }).code);
    if (!inText.includes(name)) return;
    const { code } = compileModel(spec, { files, target: 'wasm' }).builds[0];
    check(join(folder, 'expected', 'module.wat'), code.text);
    const gpujs = compileModel(spec, { files, target: 'gpujs' }).builds[0];
    check(join(folder, 'expected', 'gpujs.js'), gpujs.code.text);
  });
