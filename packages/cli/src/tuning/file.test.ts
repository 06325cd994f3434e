import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CellcError, resolveModel, scheduleFor } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { modes } from '../bench/variants.ts';
import { folder } from '../testing.ts';
import {
  configurationOf,
  type Entry,
  engineHere,
  matchTuning,
  parseTuning,
  readTuning,
  saveTuning,
  tuningFileOf,
} from './file.ts';

const entry: Entry = {
  model: 'm',
  configuration: '0123456789abcdef',
  mode: modes.wasm[0],
  engine: { v8: '11.3', arch: 'x64' },
  cpu: 'a processor',
  version: '0.1.0',
  schedule: { ...scheduleFor('wasm'), tile: 16 },
  measured: [{ work: 'step', T: 1, B: 1, ratio: 0.9, noise: 0.02 }],
};

test('what is saved is read again, beside what was there', async () => {
  const { path } = await folder();
  await saveTuning('m.tuning.json', path, [entry]);
  expect(await readTuning('m.tuning.json', path)).toEqual({ format: 'cellc-tuning/1', entries: [entry] });
  const js: Entry = { ...entry, mode: modes.js[0], schedule: scheduleFor('js') };
  const arm: Entry = { ...entry, engine: { v8: '11.3', arch: 'arm64', flags: ['--relaxed'] } };
  const again: Entry = { ...entry, schedule: { ...entry.schedule, unroll: 2 } };
  await saveTuning('m.tuning.json', path, [js, arm]);
  await saveTuning('m.tuning.json', path, [again]);
  expect((await readTuning('m.tuning.json', path))!.entries).toEqual([js, arm, again]);
  expect(await readTuning('none.tuning.json', path)).toBeUndefined();
});

test('a file that is wrong is not written over', async () => {
  const { path } = await folder({ 'm.tuning.json': '{' });
  await expect(saveTuning('m.tuning.json', path, [entry])).rejects.toThrow('E_TUNING: m.tuning.json is no tuning file');
  expect(await readFile(join(path, 'm.tuning.json'), 'utf8')).toBe('{');
  await writeFile(join(path, 'dir'), '');
  await expect(readTuning('dir/m.tuning.json', path)).rejects.toThrow('E_FILE: dir/m.tuning.json cannot be read');
});

test.each([
  ['m.model.json', 'm.tuning.json'],
  ['a/b.json', 'a/b.tuning.json'],
  ['m.mjs', 'm.tuning.json'],
  ['model', 'model.tuning.json'],
])('the tuning file of %s', (spec, file) => {
  expect(tuningFileOf(spec)).toBe(file);
});

const spec = { name: 'm', input: 2, layers: [{ cell: 'lstm', size: 3 }] } as const;
const key = (of: object): string => configurationOf(resolveModel({ ...spec, ...of }));

test('a configuration is what decides the code', () => {
  expect(key({})).toBe(key({}));
  for (const other of [{ input: 3 }, { layers: [{ cell: 'gru', size: 3 }] }, { output: 'last' }, { loss: 'mse' }])
    expect(key(other)).not.toBe(key({}));
});

const engine = entry.engine;
const match = (over: Partial<Entry>, mode = modes.wasm[0]) =>
  matchTuning(
    { format: 'cellc-tuning/1', entries: [{ ...entry, ...over }] },
    '0123456789abcdef',
    mode,
    engine,
    '0.1.0',
  );

test('what was tuned for something else is not used, and says why', () => {
  expect(match({})).toMatchObject({ schedule: entry.schedule });
  const note = (reason: string) => ({ note: `wasm is not tuned: ${reason}` });
  expect(match({ configuration: 'f' })).toEqual(note('the tuning file is for another configuration'));
  expect(match({ mode: modes.js[0] })).toEqual(note('the tuning file has js'));
  expect(match({ engine: { v8: '12.4', arch: 'arm64' } })).toEqual(
    note('the tuning file is for V8 12.4 on arm64, and this is V8 11.3 on x64'),
  );
  expect(match({ version: '0.0.9' })).toEqual(note('the tuning file is for cellc 0.0.9, and this is 0.1.0'));
  expect(match({}, modes.wasm[1])).toEqual({ note: 'wasm fast is not tuned: the tuning file has wasm' });
  expect(engineHere()).toEqual({ v8: expect.stringMatching(/^\d+\.\d+$/), arch: process.arch });
});

const text = (change: (entry: Record<string, Record<string, unknown>>) => void): string => {
  const changed = structuredClone(entry) as unknown as Record<string, Record<string, unknown>>;
  change(changed);
  return JSON.stringify({ format: 'cellc-tuning/1', entries: [changed] });
};

test.each([
  ['{', /^it is not JSON \(.+\)$/],
  ['[]', "it has no 'format'"],
  ['{"format":"cellc-tuning/2"}', `its format is "cellc-tuning/2", and this cellc reads 'cellc-tuning/1'`],
  ['{"format":"cellc-tuning/1"}', "it has no 'entries'"],
  ['{"format":"cellc-tuning/1","entries":{}}', 'entries is not a list'],
  ['{"format":"cellc-tuning/1","entries":[1]}', "entries[0] has no 'mode'"],
  [text((of) => delete of.mode!.relaxed), "entries[0].mode has no 'relaxed'"],
  [text((of) => (of.mode!.target = 'c')), `entries[0].mode.target is "c", not 'js' or 'wasm'`],
  [text((of) => (of.mode!.relaxed = 1)), 'entries[0].mode.relaxed is 1, not a boolean'],
  [text((of) => (of.engine!.v8 = 11)), 'entries[0].engine.v8 is 11, not a string'],
  [text((of) => (of.schedule = [] as never)), 'entries[0]: its schedule is no object'],
  [text((of) => (of.schedule!.tile = 3)), 'entries[0]: schedule.tile is 3, not a power of two up to 64'],
  [text((of) => (of.schedule!.lanes = 1)), "entries[0]: schedule.lanes is 1; the target's vectors have 4"],
  [text((of) => (of.schedule!.tyle = 8)), /^entries\[0\]: a schedule has no 'tyle'; it has tile, /],
  [text((of) => (of.engine = { ...of.engine, flags: [1] } as never)), 'entries[0].engine.flags is 1, not a string'],
  [text((of) => (of.measured = [{}] as never)), "entries[0].measured[0] has no 'work'"],
])('a wrong file: %s', (wrong, reason) => {
  const start = 'f.json is no tuning file: ';
  try {
    parseTuning('f.json', wrong);
    expect.fail('it is taken');
  } catch (error) {
    if (!(error instanceof CellcError)) throw error;
    expect(error.code).toBe('E_TUNING');
    expect(error.reason.startsWith(start)).toBe(true);
    const found = error.reason.slice(start.length);
    if (typeof reason === 'string') expect(found).toBe(reason);
    else expect(found).toMatch(reason);
  }
});
