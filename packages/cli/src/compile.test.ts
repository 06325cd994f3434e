import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import { folder, spec } from './testing.ts';

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>();
  return { ...fs, rename: vi.fn(fs.rename) };
});

// The printer of declarations takes seconds to load on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

test('writes a module and its declarations, and says so', async () => {
  const { path, cellc } = await folder({ 'tiny.model.json': spec('tiny') });
  const { code, out, err } = await cellc('compile', 'tiny.model.json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^generated\/tiny\.js +[\d.]+ kB +18 parameters +\d+ ms\ngenerated\/tiny\.d\.ts +[\d.]+ kB\n$/);
  expect(await readdir(join(path, 'generated'))).toEqual(['tiny.d.ts', 'tiny.js']);
  const types = await readFile(join(path, 'generated/tiny.d.ts'), 'utf8');
  expect(types).toContain("  /** [H, I]: multiplies x in the equation of h. */\n  'rnn1.W_xh': readonly [3, 2];");
  expect(types).toContain('export declare const manifest: Manifest<Shapes>;');
  const { manifest, kernels } = await import(pathToFileURL(join(path, 'generated/tiny.js')).href);
  expect(manifest).toMatchObject({ name: 'tiny', input: 2, output: 3, precision: 'f32' });
  expect(Object.keys(kernels)).toEqual(['step', 'forward']);
});

test('--target js,wasm writes both, and --wasm-file the code as a file', async () => {
  const { path, cellc } = await folder({ 'tiny.model.json': spec('tiny') });
  expect(await cellc('compile', 'tiny.model.json', '--target', 'js,wasm', '--out', 'both')).toMatchObject({ code: 0 });
  const both = await import(pathToFileURL(join(path, 'both/tiny.js')).href);
  expect(both.manifest.target).toBe('js');
  expect(both.wasm.manifest.target).toBe('wasm');
  const types = await readFile(join(path, 'both/tiny.d.ts'), 'utf8');
  expect(types).toContain("import type { Kernels, Manifest, Wasm } from '@cellc/runtime';");
  expect(types).toContain('export declare const wasm: Wasm<Shapes>;');
  const options = ['--target', 'wasm', '--wasm-file', '--relaxed', '--no-types', '--out', 'file'];
  expect(await cellc('compile', 'tiny.model.json', ...options)).toMatchObject({ code: 0 });
  expect((await readdir(join(path, 'file'))).sort()).toEqual(['tiny.js', 'tiny.relaxed.wasm', 'tiny.wasm']);
  expect(WebAssembly.validate(await readFile(join(path, 'file/tiny.wasm')))).toBe(true);
  const refused = await cellc('compile', 'tiny.model.json', '--target', 'wasm', '--precision', 'f64');
  expect(refused.err).toBe('E_OPTION: the wasm target computes in single precision\nhint: compile f64 for js\n');
  const unknown = await cellc('compile', 'tiny.model.json', '--target', 'js,c');
  expect(unknown.err).toBe('E_OPTION: target is js,c\nhint: it is some of js, wasm, webgpu, gpujs\n');
});

test('cells are read relative to the spec, and a spec may be a module', async () => {
  const { path, cellc } = await folder({
    'my.cell': 'cell mine(x: I) -> h: H\n\nh = tanh(W @ x + U @ h[t-1])\n',
    'model.mjs': "export const model = { name: 'm', input: 2, layers: [{ cell: './my.cell', size: 4 }] };",
  });
  expect(await cellc('compile', 'model.mjs', '--out', 'a/b', '--precision', 'f64', '--no-types')).toMatchObject({
    code: 0,
  });
  expect(await readdir(join(path, 'a/b'))).toEqual(['m.js']);
});

test('--inference leaves training out', async () => {
  const training = { name: 'm', input: 2, layers: [{ cell: 'rnn', size: 3 }], loss: 'mse', optimizer: 'adam' };
  const { path, cellc } = await folder({ 'm.json': JSON.stringify(training) });
  const kernelsOf = async (...options: string[]): Promise<string[]> => {
    await cellc('compile', 'm.json', '--no-types', '--out', options.join(), ...options);
    return Object.keys((await import(pathToFileURL(join(path, options.join(), 'm.js')).href)).kernels);
  };
  expect(await kernelsOf('--precision=f32')).toContain('backward');
  expect(await kernelsOf('--inference')).toEqual(['step', 'forward']);
});

test('where one spec is wrong, no file changes', async () => {
  const { path, cellc } = await folder({
    'good.json': spec('good'),
    'bad.json': spec('bad', [{ cell: 'rmm', size: 3 }]),
  });
  await cellc('compile', 'good.json', '--no-types');
  const file = join(path, 'generated/good.js');
  await writeFile(file, 'mine');
  const { code, out, err } = await cellc('compile', 'good.json', 'bad.json', '--no-types');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^E_UNKNOWN_CELL: there is no cell 'rmm'\n --> bad\.json:6:15\n {2}\|\n6 \| {7}"cell": "rmm",\n/);
  expect(err).not.toMatch(/ at .*\.ts/);
  expect(await readFile(file, 'utf8')).toBe('mine');
  expect(await readdir(join(path, 'generated'))).toEqual(['good.js']);
});

test('files that cannot be read or written', async () => {
  const { cellc } = await folder({
    'a.json': spec('a'),
    file: '',
    'empty.mjs': '',
    'cell.json': spec('c', [{ cell: './no.cell', size: 2 }]),
  });
  const message = async (...args: string[]): Promise<string> => (await cellc('compile', ...args)).err.split('\n')[0]!;
  expect(await message('none.json')).toBe('E_FILE: none.json cannot be read: there is no such file');
  expect(await message('none.mjs')).toBe(
    'E_FILE: none.mjs cannot be imported: there is no such file, or it imports one that is not there',
  );
  expect(await message('empty.mjs')).toBe("E_SPEC: empty.mjs does not export a model spec named 'model'");
  expect(await message('cell.json')).toBe("E_UNKNOWN_CELL: there is no file './no.cell'");
  expect(await message('a.json', '--out', 'file')).toBe(
    'E_FILE: file cannot be written: a file of that name is in the way',
  );
  expect(await message('a.json', 'a.json')).toBe(
    "E_DUPLICATE: two specs are named 'a': they would be written to one file",
  );
});

test('all places are looked at before any file changes', async () => {
  const { path, cellc } = await folder({ 'a.json': spec('a'), 'b.json': spec('b') });
  await mkdir(join(path, 'generated/b.d.ts'), { recursive: true });
  expect((await cellc('compile', 'a.json', 'b.json')).err).toBe(
    'E_FILE: generated/b.d.ts cannot be written: it is a directory\n',
  );
  expect(await readdir(join(path, 'generated'))).toEqual(['b.d.ts']);
});

test('a move that fails says which files are there already', async () => {
  const { path, cellc } = await folder({ 'a.json': spec('a') });
  const real = await vi.importActual<typeof import('node:fs/promises')>('node:fs/promises');
  vi.mocked(rename)
    .mockImplementationOnce(real.rename)
    .mockRejectedValueOnce(Object.assign(new Error(), { code: 'EACCES' }));
  expect((await cellc('compile', 'a.json')).err).toBe(
    'E_FILE: generated/a.d.ts cannot be written: access is denied\nhint: already written: generated/a.js\n',
  );
  expect(await readdir(join(path, 'generated'))).toEqual(['a.js']);
});

test.runIf(process.platform === 'linux')('a directory that takes no new ones', async () => {
  const { cellc } = await folder({ 'a.json': spec('a') });
  expect((await cellc('compile', 'a.json', '--out', '/proc/x/y')).err).toBe(
    'E_FILE: /proc/x/y cannot be written: /proc takes no new files\n',
  );
});

test('a cell is no spec', async () => {
  const { cellc } = await folder({ 'leaky.cell': '' });
  expect(await cellc('compile', './leaky.cell')).toEqual({
    code: 2,
    out: '',
    err:
      'E_OPTION: compile takes a model spec, and ./leaky.cell is a cell\n' +
      'hint: write a spec, leaky.model.json: { "name": "leaky", "input": 1, "layers": [{ "cell": "./leaky.cell", "size": 8 }] }; ' +
      'explain and check take cells\n',
  });
});

test('a byte-order mark is no part of a text', async () => {
  const { cellc } = await folder({
    'my.cell': '\uFEFFcell mine(x: I) -> h: H\n\nh = tanh(W @ x + U @ h[t-1])\n',
    'm.json': `\uFEFF${spec('m', [{ cell: './my.cell', size: 4 }])}`,
  });
  expect(await cellc('compile', 'm.json', '--no-types')).toMatchObject({ code: 0, err: '' });
  expect(await cellc('explain', 'my.cell')).toMatchObject({ code: 0, err: '' });
});

test('--json', async () => {
  const { cellc } = await folder({ 'a.json': spec('a'), 'bad.json': spec('bad', [{ cell: 'rmm', size: 3 }]) });
  const { models } = JSON.parse((await cellc('compile', 'a.json', '--json')).out);
  expect(models).toEqual([
    {
      name: 'a',
      hash: expect.stringMatching(/^[0-9a-f]{16}$/),
      parameters: 18,
      ms: expect.any(Number),
      files: [
        { path: 'generated/a.js', bytes: expect.any(Number) },
        { path: 'generated/a.d.ts', bytes: expect.any(Number) },
      ],
    },
  ]);
  const failed = await cellc('compile', 'bad.json', '--json');
  expect(failed).toMatchObject({ code: 1, err: '' });
  expect(JSON.parse(failed.out).error).toMatchObject({
    code: 'E_UNKNOWN_CELL',
    message: "there is no cell 'rmm'",
    file: 'bad.json',
    line: 6,
    column: 15,
  });
});
