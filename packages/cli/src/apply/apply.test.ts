import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSync, readSafetensors, saveSafetensors } from '@cellc/runtime';
import { expect, test, vi } from 'vitest';
import { buildSpec } from '../model.ts';
import { folder } from '../testing.ts';

// Trainings, however short, take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const spec = (more: object = {}): string =>
  JSON.stringify({
    name: 'm',
    input: 1,
    layers: [{ cell: 'rnn', size: 3 }, { dense: 1 }],
    loss: 'mse',
    optimizer: 'adam',
    ...more,
  });
const rows = Array.from({ length: 30 }, (_, i) => Math.sin(i));
const csv = `y\n${rows.join('\n')}\n`;

/** A folder with a model that was trained on its data for an epoch, and the model as the API loads it. */
async function trained(files: Readonly<Record<string, string>>, ...args: string[]) {
  const { path, cellc } = await folder(files);
  const { code, err } = await cellc('train', 'm.json', ...args, '--epochs', '1');
  expect(code, err).toBe(0);
  const { module } = await buildSpec('m.json', path, 'f32');
  const model = loadSync(module, { weights: await readFile(join(path, 'm/weights.safetensors')) });
  const run = (...more: string[]) => cellc('run', 'm.json', 'm/weights.safetensors', ...more);
  return { path, cellc, model, run };
}

test('one prediction a row, streamed', async () => {
  const { path, model, run } = await trained({ 'm.json': spec(), 'd.csv': csv }, 'd.csv');
  const { code, out } = await run('d.csv');
  expect(code).toBe(0);
  const lines = out.trim().split('\n');
  expect(lines[0]).toBe('row,y t+1');
  const { output } = model.run(rows.map((y) => [y]));
  for (const [i, line] of lines.slice(1).entries()) {
    const [row, value] = line.split(',').map(Number);
    expect(row).toBe(i + 1);
    expect(value).toBeCloseTo(output.data[i]!, 5);
  }
  expect(lines.length).toBe(31);
  expect((await run('d.csv', '--out', 'to/p.csv')).out).toBe('to/p.csv: 30 rows\n');
  expect(await readFile(join(path, 'to/p.csv'), 'utf8')).toBe(out);
  const { predictions } = JSON.parse((await run('d.csv', '--json')).out);
  expect(predictions[2]).toEqual({ row: 3, 'y t+1': Number(lines[3]!.split(',')[1]) });
});

test('a model that gives the last step sees windows, and rows before the first have no prediction', async () => {
  const { model, run } = await trained({ 'm.json': spec({ output: 'last' }), 'd.csv': csv }, 'd.csv', '--window', '5');
  const lines = (await run('d.csv')).out.trim().split('\n');
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(Array.from({ length: 26 }, (_, i) => String(i + 5)));
  const { output } = model.run(rows.slice(2, 7).map((y) => [y]));
  expect(Number(lines[3]!.split(',')[1])).toBeCloseTo(output.data[0]!, 5);
});

test('a model that also reads backward runs over windows side by side', async () => {
  const both = spec({ layers: [{ cell: 'rnn', size: 2, direction: 'both' }, { dense: 1 }] });
  const { model, run } = await trained({ 'm.json': both, 'd.csv': csv }, 'd.csv', '--window', '8', '--horizon', '0');
  const lines = (await run('d.csv')).out.trim().split('\n').slice(1);
  const at = (from: number, to: number) => [...model.run(rows.slice(from, to).map((y) => [y])).output.data];
  const expected = [...at(0, 8), ...at(8, 16), ...at(16, 24), ...at(24, 30)];
  for (const [i, value] of expected.entries()) expect(Number(lines[i]!.split(',')[1])).toBeCloseTo(value, 5);
});

test('classes by name, in groups', async () => {
  const data = `id,y,kind\n${rows.map((y, i) => `${i % 3},${y},"${i % 3 === 1 ? 'up, or so' : 'down'}"`).join('\n')}\n`;
  const classes = spec({ layers: [{ cell: 'rnn', size: 3 }, { dense: 2 }], loss: 'cross_entropy' });
  const { run, model } = await trained(
    { 'm.json': classes, 'd.csv': data },
    'd.csv',
    '--input',
    'y',
    '--predict',
    'kind',
    '--group',
    'id',
  );
  const lines = (await run('d.csv')).out.trim().split('\n');
  expect(lines[0]).toBe('row,id,kind,probability');
  // Row 5 is the second of group 1.
  const { data: logits } = model.run([[rows[1]!], [rows[4]!]]).output;
  const [down, up] = [Math.exp(logits[2]!), Math.exp(logits[3]!)];
  const [name, share] = down > up ? ['down', down / (down + up)] : ['"up, or so"', up / (down + up)];
  expect(lines[5]!.startsWith(`5,1,${name},`)).toBe(true);
  expect(Number(lines[5]!.split(',').at(-1))).toBeCloseTo(share, 5);
});

test('JSON lines', async () => {
  const data = '{"x":[[1],[2]],"y":[[1],[0]]}\n{"x":[[3]],"y":[[1]]}\n';
  const { path, model, run } = await trained({ 'm.json': spec(), 'd.jsonl': data }, 'd.jsonl', '--validation', '0');
  await writeFile(join(path, 'new.jsonl'), '{"x":[[5],[6],[7]]}\n');
  const { y } = JSON.parse((await run('new.jsonl')).out);
  const { output } = model.run([[5], [6], [7]]);
  expect(y.map(([value]: [number]) => value)).toEqual([...output.data].map((value) => Number(value.toPrecision(7))));
});

const words = spec({ input: { classes: 4 }, layers: [{ cell: 'gru', size: 4 }, { dense: 4 }], loss: 'cross_entropy' });
const text = { 'm.json': words, 'd.txt': 'abc abc abc abc abc abc abc abc abc abc abc abc ' };

test('text: the probability of each character, and generation from a prompt', async () => {
  const { path, cellc, model, run } = await trained(text, 'd.txt', '--window', '4', '--batch-size', '2');
  await writeFile(join(path, 'new.txt'), 'ab,'.replace(',', 'c'));
  const { out, err } = await run('new.txt');
  const { data } = model.run([1, 2, 3]).output;
  const share = (row: number, k: number): number => {
    const shares = [...data.subarray(row * 4, row * 4 + 4)].map(Math.exp);
    return shares[k]! / shares.reduce((a, b) => a + b, 0);
  };
  const lines = out.trim().split('\n');
  expect(lines.slice(0, 2)).toEqual(['position,character,probability', '1,a,']);
  expect(Number(lines[2]!.split(',')[2])).toBeCloseTo(share(0, 2), 5);
  expect(Number(lines[3]!.split(',')[2])).toBeCloseTo(share(1, 3), 5);
  const bits = -(Math.log2(share(0, 2)) + Math.log2(share(1, 3))) / 2;
  expect(Number(/^([\d.]+) bits/.exec(err)![1])).toBeCloseTo(bits, 3);

  const generate = async (...args: string[]) =>
    (await cellc('generate', 'm.json', 'm/weights.safetensors', ...args)).out;
  const greedy = await generate('--prompt', 'ab', '--length', '3', '--temperature', '0');
  // Greedy by hand.
  const letters = ' abc';
  let expected = 'ab';
  while (expected.length < 5) {
    const logits = [...model.run([...expected].map((c) => letters.indexOf(c))).output.data.slice(-4)];
    expected += letters[logits.indexOf(Math.max(...logits))];
  }
  expect(greedy).toBe(`${expected}\n`);
  const some = await generate('--length', '40', '--temperature', '2', '--seed', '5');
  expect(some).toMatch(/^[ abc]{40}\n$/);
  expect(await generate('--length', '40', '--temperature', '2', '--seed', '5')).toBe(some);
  expect(await generate('--length', '40', '--temperature', '2', '--seed', '6')).not.toBe(some);
  expect(JSON.parse(await generate('--prompt', 'a', '--length', '2', '--json'))).toMatchObject({ prompt: 'a' });
  expect(await cellc('generate', 'm.json', 'm/weights.safetensors', '--prompt', 'abXc')).toEqual({
    code: 1,
    out: '',
    err: 'E_DATA: "X", character 3 of the prompt, is not in the model\'s alphabet\nhint: its alphabet is " abc"\n',
  });
});

test.each([
  ['', 'an alphabet of 0 characters'],
  ['abcde', 'an alphabet of 5 characters'],
])('an alphabet that the model has no classes for: %j', async (alphabet, what) => {
  const { path, cellc, model } = await trained(text, 'd.txt', '--window', '4', '--batch-size', '2');
  const { tensors, metadata } = readSafetensors(model.save());
  const data = JSON.stringify({ kind: 'text', alphabet });
  await writeFile(join(path, 'm/weights.safetensors'), saveSafetensors(tensors, { ...metadata, data }));
  expect(await cellc('generate', 'm.json', 'm/weights.safetensors')).toEqual({
    code: 1,
    out: '',
    err: `E_WEIGHTS: m/weights.safetensors has ${what}, and m reads 4 classes\n`,
  });
});

test('weights that do not belong to the spec', async () => {
  const { path, run, cellc } = await trained({ 'm.json': spec(), 'd.csv': csv }, 'd.csv');
  const message = async (more: object): Promise<string> => {
    await writeFile(join(path, 'm.json'), spec(more));
    return (await run('d.csv')).err;
  };
  expect(await message({ name: 'n' })).toBe('E_WEIGHTS: m/weights.safetensors holds weights of m, and m.json is n\n');
  expect(await message({ layers: [{ cell: 'rnn', size: 4 }, { dense: 1 }] })).toMatch(
    /^E_WEIGHTS: m\/weights\.safetensors does not fit m\.json: .*\[3, 1\].*\[4, 1\].*\nhint: they were trained with another version of the spec\n$/,
  );
  expect(await message({ optimizer: 'sgd' })).toBe(
    'note: m/weights.safetensors was trained with another m.json, or another version of cellc (0.1.0); the shapes fit\n',
  );
  await writeFile(join(path, 'm.json'), spec());
  await writeFile(join(path, 'd.txt'), 'text');
  expect((await run('d.txt')).err).toBe('E_DATA: m/weights.safetensors was trained on CSV, and d.txt is text\n');
  expect((await cellc('generate', 'm.json', 'm/weights.safetensors')).err).toBe(
    'E_DATA: m/weights.safetensors was trained on CSV, and not on text\n',
  );
  await writeFile(join(path, 'bad.safetensors'), 'no');
  expect((await cellc('run', 'm.json', 'bad.safetensors', 'd.csv')).err).toMatch(
    /^E_WEIGHTS: bad\.safetensors is not a valid safetensors file/,
  );
  expect((await cellc('run', 'm.json', 'm/checkpoint.safetensors', 'd.csv')).err).toBe(
    'E_WEIGHTS: m/checkpoint.safetensors does not say what data it was trained on\nhint: weights for run and generate come from cellc train, or cellc import\n',
  );
});
