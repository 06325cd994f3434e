import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileModel, resolveModel, scheduleFor, version } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { modes } from '../bench/variants.ts';
import { folder } from '../testing.ts';
import { configurationOf, type Entry, engineHere, saveTuning } from './file.ts';

const spec = { name: 'm', input: 2, layers: [{ cell: 'lstm', size: 9 }] } as const;
const tile = { ...scheduleFor('wasm'), tile: 16 };

async function tuned(file: string, over: Partial<Entry> = {}) {
  const { path, cellc } = await folder({ 'm.model.json': JSON.stringify(spec) });
  const entry: Entry = {
    model: 'm',
    configuration: configurationOf(resolveModel(spec)),
    mode: modes.wasm[0],
    engine: engineHere(),
    cpu: 'a processor',
    version,
    schedule: tile,
    measured: [],
  };
  await saveTuning(file, path, [{ ...entry, ...over }]);
  const compile = (...args: string[]) => cellc('compile', 'm.model.json', '--target', 'wasm', '--no-types', ...args);
  return { path, compile, code: () => readFile(join(path, 'generated/m.js'), 'utf8') };
}

const plain = compileModel(spec, { target: 'wasm' }).code;
const fast = compileModel(spec, { target: 'wasm', schedule: tile }).code;

test('compile uses the tuning file beside the spec', async () => {
  const { compile, code } = await tuned('m.tuning.json');
  expect(await compile()).toMatchObject({ code: 0, err: '', out: expect.stringContaining('tuned by m.tuning.json') });
  expect(await code()).toBe(fast);
  expect(fast).not.toBe(plain);
  expect(JSON.parse((await compile('--json')).out).models[0].tuning).toBe('m.tuning.json');
});

test('or the one that --tuning names', async () => {
  const { compile, code } = await tuned('mine.json');
  expect((await compile()).out).not.toContain('tuned');
  expect(await code()).toBe(plain);
  expect(await compile('--tuning', 'mine.json')).toMatchObject({ code: 0 });
  expect(await code()).toBe(fast);
  expect(await compile('--tuning', 'none.json')).toMatchObject({
    code: 1,
    err: 'E_FILE: none.json cannot be read: there is no such file\nhint: cellc bench m.model.json --save=none.json writes it\n',
  });
});

test('each target has its own schedule', async () => {
  const { path, compile } = await tuned('m.tuning.json');
  const js: Entry = {
    ...JSON.parse(await readFile(join(path, 'm.tuning.json'), 'utf8')).entries[0],
    mode: modes.js[0],
    schedule: { ...scheduleFor('js'), tile: 4 },
  };
  await saveTuning('m.tuning.json', path, [js]);
  expect(await compile('--target', 'js,wasm')).toMatchObject({ code: 0, err: '' });
  const both = compileModel(spec, { target: ['js', 'wasm'], schedule: { js: { tile: 4 }, wasm: { tile: 16 } } });
  expect(both.builds.map(({ lowered }) => lowered.schedule.tile)).toEqual([4, 16]);
  expect(await readFile(join(path, 'generated/m.js'), 'utf8')).toBe(both.code);
});

test('a file for another configuration is not used, and a note says so', async () => {
  const { compile, code } = await tuned('m.tuning.json', { configuration: '0' });
  expect(await compile()).toMatchObject({
    code: 0,
    err: 'note: m.tuning.json: wasm is not tuned: the tuning file is for another configuration\n',
  });
  expect(await code()).toBe(plain);
});

test('a file that is wrong is an error, and nothing is written', async () => {
  const { path, compile, code } = await tuned('m.tuning.json');
  await writeFile(join(path, 'm.tuning.json'), '{ "format": 1 }');
  expect(await compile()).toEqual({
    code: 1,
    out: '',
    err:
      "E_TUNING: m.tuning.json is no tuning file: its format is 1, and this cellc reads 'cellc-tuning/1'\n" +
      'hint: cellc bench SPEC --save writes such files; remove this one to compile without it\n',
  });
  await expect(code()).rejects.toThrow('ENOENT');
});
