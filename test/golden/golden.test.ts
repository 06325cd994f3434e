/**
 * What the compiler emits, case by case, to be read and reviewed: CASE/model.json gives CASE/expected/module.js, of the
 * cases `wasm_…` module.wat, the text form of WebAssembly, and of some header.h, module.wgsl and gpujs.js. UPDATE=1 rewrites.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cellFiles, compileHeader, compileModel, resolveModel, type Target } from '@cellc/compiler';
import { expect, test } from 'vitest';

const root = import.meta.dirname;
const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

const inC = ['peephole_tex'];
const onDevices = ['lstm_step_10_20'];

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
    const textOf = (target: Target): string => compileModel(spec, { files, target }).builds[0].code.text;
    if (name.startsWith('wasm_')) {
      check(join(folder, 'expected', 'module.wat'), textOf('wasm'));
      return;
    }
    check(join(folder, 'expected', 'module.js'), compileModel(spec, { files }).code);
    if (inC.includes(name)) check(join(folder, 'expected', 'header.h'), compileHeader(resolveModel(spec, files)));
    if (!onDevices.includes(name)) return;
    check(join(folder, 'expected', 'module.wgsl'), textOf('webgpu'));
    check(join(folder, 'expected', 'gpujs.js'), textOf('gpujs'));
  });
