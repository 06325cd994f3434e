import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSync, readSafetensors } from '@cellc/runtime';
import { expect, test, vi } from 'vitest';
import { buildSpec } from '../model.ts';
import { folder } from '../testing.ts';

// Trainings, however short, take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const spec = (more: object = {}): string =>
  JSON.stringify({
    name: 'wave',
    input: 1,
    layers: [{ cell: 'rnn', size: 4 }, { dense: 1 }],
    loss: 'mse',
    optimizer: { adam: { lr: 0.01 } },
    ...more,
  });
const wave = `t,y\n${Array.from({ length: 120 }, (_, i) => `${i},${Math.sin(i / 4)}`).join('\n')}\n`;
const files = { 'wave.json': spec(), 'wave.csv': wave };
const options = ['--input', 'y', '--window', '20', '--stride', '10'];
const train = ['train', 'wave.json', 'wave.csv', ...options];
const outputs = ['checkpoint.safetensors', 'history.json', 'report.html', 'weights.safetensors'];

test('trains, writes a directory, and says what is in it', async () => {
  const { path, cellc } = await folder(files);
  const { code, out, err } = await cellc(...train, '--epochs', '30', '--metrics', 'rmse');
  expect({ code, files: (await readdir(join(path, 'wave'))).sort() }).toEqual({ code: 0, files: outputs });
  expect(err).toMatch(
    /^wave: rnn1, dense1 \(1 → 1\), 29 parameters\nwave\.csv: 120 rows, y → y, 1 row ahead\n9 sequences of 20 steps, 1 more for validation\nepoch {2}1\/30 {2}loss \S+ {2}validation \S+ {2}lr 0\.01 {2}\S+ steps\/s {2}\S+ s left\n/,
  );
  expect(err.split('\n').at(-2)).toMatch(/^epoch 30\/30 /);
  expect(err.match(/^epoch/gm)!.length).toBeLessThanOrEqual(21);
  expect(out).toMatch(/^Trained wave: 30 epochs in [\d.]+ s, loss \S+, validation \S+\n/);
  expect(out).toMatch(/\nnext cellc run wave\.json wave\/weights\.safetensors wave\.csv\n$/);

  const history = JSON.parse(await readFile(join(path, 'wave/history.json'), 'utf8'));
  const losses = history.epochs.map((epoch: { loss: number }) => epoch.loss);
  expect(losses.length).toBe(30);
  expect(losses.at(-1)).toBeLessThan(losses[0] / 2);
  expect(history.epochs[29].validation.metrics.rmse).toBeCloseTo(Math.sqrt(history.epochs[29].validation.loss), 5);

  const weights = await readFile(join(path, 'wave/weights.safetensors'));
  const { module } = await buildSpec('wave.json', path, 'f32');
  const { metadata } = readSafetensors(weights);
  expect(metadata).toMatchObject({ name: 'wave', hash: module.manifest.hash, precision: 'f32' });
  expect(JSON.parse(metadata.data!)).toEqual({
    kind: 'columns',
    inputs: ['y'],
    targets: ['y'],
    window: 20,
    offsets: [1],
  });
  // The weights are those that gave the last figures: run over the validation windows again.
  const model = loadSync(module, { weights });
  const y = wave
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[1]));
  const { output } = model.run(y.slice(107, 119).map((value) => [value]));
  const mean = y.slice(108).reduce((sum, value, t) => sum + (output.data[t]! - value) ** 2, 0) / 12;
  expect(mean).toBeCloseTo(history.epochs[29].validation.loss, 6);
});

test('equal trainings write equal weights; --json prints one object and nothing else', async () => {
  const { path, cellc } = await folder(files);
  const some = [...train, '--epochs', '4', '--seed', '7', '--validation', '0'];
  const { code, out, err } = await cellc(...some, '--out', 'a', '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out)).toMatchObject({
    name: 'wave',
    stopped: 'done',
    parameters: 29,
    options: { seed: 7, epochs: 4 },
  });
  await cellc(...some, '--out', 'b');
  await cellc(...train, '--epochs', '4', '--seed', '8', '--validation', '0', '--out', 'c');
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => readFile(join(path, name, 'weights.safetensors'))));
  expect(a!.equals(b!)).toBe(true);
  expect(a!.equals(c!)).toBe(false);
});

test('a run is neither lost nor mixed up', async () => {
  const { path, cellc } = await folder(files);
  await cellc(...train, '--epochs', '2');
  const before = await readFile(join(path, 'wave/weights.safetensors'));
  expect(await cellc(...train)).toEqual({
    code: 1,
    out: '',
    err: 'E_FILE: wave holds a finished run\nhint: --force replaces it; --resume --epochs N trains it longer; --out DIR writes elsewhere\n',
  });
  expect((await cellc(...train, '--resume', '--lr', '0.5')).err).toBe(
    'E_OPTION: --lr is 0.5, and the run was started with none\nhint: leave --lr out to go on; --force starts again\n',
  );
  expect((await cellc(...train, '--resume', '--force')).code).toBe(2);
  await writeFile(join(path, 'other.csv'), wave.replace('0,0', '0,0.5'));
  expect((await cellc('train', 'wave.json', 'other.csv', '--resume')).err).toBe(
    'E_CHECKPOINT: other.csv is not what the run in wave was started with\nhint: --force starts again\n',
  );
  await writeFile(join(path, 'wave.json'), spec({ layers: [{ cell: 'rnn', size: 5 }, { dense: 1 }] }));
  expect((await cellc('train', 'wave.json', 'wave.csv', '--resume')).err).toMatch(
    /^E_CHECKPOINT: wave\.json is not what the run in wave was started with\n/,
  );
  // Starting again begins with what may be wrong.
  expect((await cellc(...train, '--force', '--metrics', 'rsme')).code).toBe(2);
  expect(await readFile(join(path, 'wave/weights.safetensors'))).toEqual(before);
  await rm(join(path, 'wave/weights.safetensors'));
  await writeFile(join(path, 'wave.json'), spec());
  expect((await cellc(...train)).err).toMatch(
    /^E_FILE: wave holds a run that was interrupted\nhint: --resume goes on with it;/,
  );
  expect((await cellc(...train, '--force', '--epochs', '2')).code).toBe(0);
  expect(await readFile(join(path, 'wave/weights.safetensors'))).toEqual(before);
});

test('a cosine keeps the length that it began with, however long it is trained then', async () => {
  const { path, cellc } = await folder(files);
  const rates = async (): Promise<number[]> =>
    JSON.parse(await readFile(join(path, 'wave/history.json'), 'utf8')).epochs.map(({ lr }: { lr: number }) => lr);
  const cosine = (epochs: number) =>
    Array.from({ length: epochs }, (_, i) => 0.005 * (1 + Math.cos((Math.PI * i) / 2)));
  expect((await cellc(...train, '--epochs', '2', '--schedule', 'cosine')).code).toBe(0);
  expect(await rates()).toEqual(cosine(2).map((rate) => expect.closeTo(rate, 12)));
  const resume = ['train', 'wave.json', 'wave.csv', '--resume'];
  for (const epochs of [4, 5]) {
    const { code, err } = await cellc(...resume, '--epochs', String(epochs));
    expect(code, err).toBe(0);
    expect(await rates()).toEqual(cosine(epochs).map((rate) => expect.closeTo(rate, 12)));
  }
});

test.each(['history.json', 'report.html'])('%s of somebody else is not written over', async (name) => {
  const { path, cellc } = await folder({ ...files, [name]: 'mine' });
  expect(await cellc(...train, '--epochs', '1', '--out', '.')).toEqual({
    code: 1,
    out: '',
    err: `E_FILE: . holds ${name}, and training writes files of these names\nhint: --force replaces them; --out DIR writes elsewhere\n`,
  });
  expect(await readFile(join(path, name), 'utf8')).toBe('mine');
  expect((await cellc(...train, '--epochs', '1', '--out', '.', '--force')).code).toBe(0);
  expect(await readFile(join(path, name), 'utf8')).not.toBe('mine');
});

test('trained longer is as if it had never stopped', async () => {
  const { path, cellc } = await folder(files);
  const some = [...train, '--patience', '50', '--set', 'beta1=0.8', '--clip-norm', '1'];
  await cellc(...some, '--epochs', '9', '--out', 'whole');
  await cellc(...some, '--epochs', '4', '--out', 'parts');
  expect((await cellc('train', 'wave.json', 'wave.csv', '--out', 'parts', '--resume', '--epochs', '9')).code).toBe(0);
  const read = async (name: string) => {
    const { epochs, options: used } = JSON.parse(await readFile(join(path, name, 'history.json'), 'utf8'));
    const weights = await readFile(join(path, name, 'weights.safetensors'));
    return { used, weights, losses: epochs.map((epoch: { loss: number }) => epoch.loss) };
  };
  expect(await read('parts')).toEqual(await read('whole'));
});

test('Ctrl-C keeps a checkpoint and says how to go on', async () => {
  let stop: () => void = () => undefined;
  const { path, cellc } = await folder(files, {
    onInterrupt(listener) {
      stop = listener;
      return () => undefined;
    },
  });
  const running = cellc(...train, '--epochs', '100000');
  // Once there is a checkpoint, the training is under way.
  while (!(await readdir(join(path, 'wave')).catch((): string[] => [])).includes('checkpoint.safetensors'))
    await new Promise((resolve) => setTimeout(resolve, 10));
  stop();
  const { code, out } = await running;
  expect(code).toBe(130);
  expect(out).toMatch(
    /^Stopped in epoch \d+ of 100000\. Everything so far is kept in wave\/checkpoint\.safetensors; go on with\n\n {2}cellc train wave\.json wave\.csv --resume\n$/,
  );
  expect(await readdir(join(path, 'wave'))).toEqual(['checkpoint.safetensors']);
});

test('where nothing can be resumed, it says so and begins', async () => {
  const { cellc } = await folder(files);
  const { code, err } = await cellc(...train, '--epochs', '1', '--resume');
  expect(code).toBe(0);
  expect(err).toMatch(/^There is nothing to resume in wave: starting from the beginning\.\n/);
});

test('a training that diverges fails, and keeps what there was', async () => {
  const { path, cellc } = await folder({ ...files, 'wave.json': spec({ optimizer: 'sgd' }) });
  const { code, out, err } = await cellc(...train, '--epochs', '50', '--lr', '1e30', '--checkpoint-every', '50');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(
    /\nE_DIVERGED: .*; nothing was written\nhint: start again with a lower learning rate \(--lr\) or with --clip-norm 1\n$/,
  );
  expect(await readdir(join(path))).not.toContain('wave');
});

test.each([
  [
    { loss: undefined, optimizer: undefined },
    [],
    'E_SPEC: wave cannot be trained: wave.json names no loss and no optimizer\n',
  ],
  [{}, ['--schedule', 'linear:3'], 'E_OPTION: --schedule linear:3 is not possible\nhint: it takes step:EPOCHS:FACTOR,'],
  [{}, ['--schedule', 'step:3'], 'E_OPTION: --schedule step:3 is not possible\n'],
  [{}, ['--set', 'lr'], 'E_OPTION: --set lr is not NAME=NUMBER\nhint: write --set momentum=0.9\n'],
  [{}, ['--schedule', 'step:0:0.5'], 'E_OPTION: every is 0, not a whole number from 1\n'],
  [{}, ['--set', 'beta3=1'], 'E_OPTION: '],
  [{}, ['--clip-norm', '0'], 'E_OPTION: --clip-norm is 0, not a number above 0\nhint: leave --clip-norm out'],
  [{}, ['--clip-value', '0'], 'E_OPTION: --clip-value is 0, not a number above 0\nhint: leave --clip-value out'],
  [{}, ['--metrics', 'rsme'], 'E_OPTION: metrics do not fit: unknown rsme\n'],
  [{}, ['--validation', '1'], 'E_OPTION: --validation is 1, not a share below 1\n'],
  [{}, ['--out', 'wave.csv'], 'E_FILE: wave.csv cannot be read: a file of that name is in the way\n'],
])('what cannot be trained: %j %j', async (more, args, message) => {
  const { path, cellc } = await folder({ ...files, 'wave.json': spec(more) });
  const { code, out, err } = await cellc(...train, ...args);
  expect({ code, out }).toEqual({ code: message.startsWith('E_OPTION') ? 2 : 1, out: '' });
  expect(err.slice(err.indexOf('E_'))).toContain(message);
  expect((await readdir(path)).sort()).toEqual(['wave.csv', 'wave.json']);
});

test('a hole in the data is named before anything is trained', async () => {
  const { path, cellc } = await folder({ ...files, 'wave.csv': wave.replace(/\n7,.*/, '\n7,NaN') });
  const { code, err } = await cellc(...train);
  expect(code).toBe(1);
  expect(err).toMatch(/^E_DATA: y is 'NaN', not a number in row 8 \(line 9\) of wave\.csv\n/);
  expect((await readdir(path)).sort()).toEqual(['wave.csv', 'wave.json']);
});
