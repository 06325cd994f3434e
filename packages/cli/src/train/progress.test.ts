import type { Epoch, Update } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { progress } from './progress.ts';

/** Ten updates of 500 time steps an epoch, each of which takes 10 ms, or another time; their losses are 9, 8, … */
function train(epochs: number, columns: number | undefined, first = 0, ms = 10): string[] {
  const written: string[] = [];
  let time = 0;
  const shown = progress(epochs, { columns, write: (text) => written.push(text), now: () => time });
  for (let epoch = first + 1; epoch <= epochs; epoch++) {
    for (let batch = 1; batch <= 10; batch++) {
      time += ms;
      shown.onBatch({ epoch, batch, batches: 10, loss: 10 - batch, steps: 500, lr: 0.01 } satisfies Update);
    }
    shown.onEpoch({
      epoch,
      epochs,
      loss: 1 / epoch,
      metrics: {},
      validation: { loss: 2 / epoch, metrics: {} },
      lr: 0.01,
      gradientNorm: 1,
      seconds: time / 1000,
    } satisfies Epoch);
  }
  shown.end();
  return written;
}

test('a log has some lines, whatever the number of epochs', () => {
  expect(train(2, undefined)).toEqual([
    'epoch 1/2  loss 1  validation 2  lr 0.01  50k steps/s  0.1 s left\n',
    'epoch 2/2  loss 0.5  validation 1  lr 0.01  50k steps/s\n',
  ]);
  const long = train(400, undefined);
  expect(long.length).toBe(21);
  expect(long.slice(0, 2)).toEqual([
    'epoch   1/400  loss 1  validation 2  lr 0.01  50k steps/s  40 s left\n',
    'epoch  20/400  loss 0.05  validation 0.1  lr 0.01  50k steps/s  38 s left\n',
  ]);
});

test('a long epoch has lines of its own: the share that is done, and the mean loss so far', () => {
  expect(train(2, undefined, 0, 6000)).toEqual([
    'epoch 1/2  30%  loss 8  lr 0.01  83 steps/s  1 min 42 s left\n',
    'epoch 1/2  60%  loss 6.5  lr 0.01  83 steps/s  1 min 24 s left\n',
    'epoch 1/2  90%  loss 5  lr 0.01  83 steps/s  1 min 6 s left\n',
    'epoch 1/2  loss 1  validation 2  lr 0.01  83 steps/s  1 min 0 s left\n',
    'epoch 2/2  30%  loss 8  validation 2  lr 0.01  83 steps/s  42 s left\n',
    'epoch 2/2  60%  loss 6.5  validation 2  lr 0.01  83 steps/s  24 s left\n',
    'epoch 2/2  90%  loss 5  validation 2  lr 0.01  83 steps/s  6.0 s left\n',
    'epoch 2/2  loss 0.5  validation 1  lr 0.01  83 steps/s\n',
  ]);
});

test('of a batch with many updates, none counts as the whole', () => {
  const written: string[] = [];
  let time = 0;
  const shown = progress(1, { columns: undefined, write: (text) => written.push(text), now: () => time });
  for (const batch of [1, 1, 2, 2]) {
    time += 10_000;
    shown.onBatch({ epoch: 1, batch, batches: 2, loss: 9, steps: 500 });
  }
  expect(written).toEqual(['epoch 1/1  0%  loss 9  50 steps/s\n', 'epoch 1/1  50%  loss 9  50 steps/s  40 s left\n']);
});

test('what was done before is not counted into the speed', () => {
  expect(train(12, undefined, 10)).toEqual([
    'epoch 11/12  loss 0.09091  validation 0.1818  lr 0.01  50k steps/s  0.1 s left\n',
    'epoch 12/12  loss 0.08333  validation 0.1667  lr 0.01  50k steps/s\n',
  ]);
});

test('a terminal has one line, which is drawn over at most ten times a second', () => {
  const written = train(4, 120);
  expect(written[0]).toBe('\r\x1b[Kepoch 1/4  █░░░░░░░░░░░░░░░░░░░░░░░░░░░  loss 9  lr 0.01  50k steps/s  0.4 s left');
  expect(written.length).toBeLessThanOrEqual(6);
  expect(written.at(-2)).toBe(
    '\r\x1b[Kepoch 4/4  ████████████████████████████  loss 0.25  validation 0.5  lr 0.01  50k steps/s',
  );
  expect(written.at(-1)).toBe('\n');
});

test.each([20, 40, 60, 80])('a line fits into %i columns', (columns) => {
  for (const text of train(4, columns).slice(0, -1)) expect(text.replace('\r\x1b[K', '').length).toBeLessThan(columns);
});
