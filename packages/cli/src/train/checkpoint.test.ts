import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors } from '@cellc/runtime';
import { afterEach, expect, test, vi } from 'vitest';
import { folder } from '../testing.ts';
import { save } from './output.ts';

vi.mock('./output.ts', async (original) => {
  const output = await original<typeof import('./output.ts')>();
  return { ...output, save: vi.fn(output.save) };
});
afterEach(() => {
  vi.restoreAllMocks();
});

const spec = {
  name: 'm',
  input: 1,
  layers: [{ cell: 'rnn', size: 2 }, { dense: 1 }],
  loss: 'mse',
  optimizer: 'adam',
};
const rows = Array.from({ length: 30 }, (_, i) => Math.sin(i));
const files = { 'm.json': JSON.stringify(spec), 'd.csv': `y\n${rows.join('\n')}\n` };

test.each([
  ['where hardly any time passes, after the first epoch and at the end', 0, [], 2],
  ['where epochs are long, after each', 5000, [], 12],
  ['or after so many epochs, whatever time passes', 0, ['--checkpoint-every', '5'], 3],
])('checkpoints are written %s', { timeout: 60_000 }, async (_, ms, args, count) => {
  const { path, cellc } = await folder(files);
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (time += ms));
  vi.mocked(save).mockClear();
  expect(await cellc('train', 'm.json', 'd.csv', '--epochs', '12', ...args)).toMatchObject({ code: 0 });
  expect(vi.mocked(save).mock.calls.filter(([, { checkpoint }]) => checkpoint).length).toBe(count);
  const { metadata } = readSafetensors(await readFile(join(path, 'm/checkpoint.safetensors')));
  expect(JSON.parse(metadata.run!)).toMatchObject({ planned: 12, options: { epochs: 12, seed: 0 } });
});
