import { expect, test } from 'vitest';
import { checkWindow, type Series, trainingWindows, validationWindows } from './windows.ts';

/** Inputs 0, 1, 2, … and targets 100, 101, 102, … */
const series = (length: number): Series => ({
  inputs: [Float64Array.from({ length }, (_, i) => i)],
  targets: [Float64Array.from({ length }, (_, i) => 100 + i)],
  length,
});
const plain = (windows: ReturnType<typeof trainingWindows>) => windows.map(({ x, y }) => [[...x], [...y]]);

test('windows end with the part, and targets are so many rows ahead', () => {
  const cut = { window: 3, stride: 2, every: true };
  expect(plain(trainingWindows(series(8), [1], 8, cut))).toEqual([
    [[0, 1, 2], [101, 102, 103]],
    [[2, 3, 4], [103, 104, 105]],
    [[4, 5, 6], [105, 106, 107]],
  ]);
  expect(plain(trainingWindows(series(6), [0], 6, { window: 4, stride: 4, every: false }))).toEqual([[[2, 3, 4, 5], [105]]]);
  expect(plain(trainingWindows(series(6), [1, 2], 6, { window: 3, stride: 9, every: false }))).toEqual([
    [[1, 2, 3], [104, 105]],
  ]);
});

test('several columns stand side by side', () => {
  const two = { ...series(3), inputs: [Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)] };
  expect(plain(trainingWindows(two, [0], 3, { window: 3, stride: 1, every: true }))).toEqual([
    [[1, 4, 2, 5, 3, 6], [100, 101, 102]],
  ]);
});

test.each([true, false])('no target of the validation part is trained on, and each is validated once (every step: %s)', (every) => {
  const cut = { window: 4, stride: 1, every };
  const split = 12;
  for (const offsets of [[0], [1], [3]]) {
    const train = trainingWindows(series(20), offsets, split, cut).flatMap(({ y }) => [...y]);
    const validation = validationWindows(series(20), offsets, split, cut).flatMap(({ y }) => [...y]);
    expect(Math.max(...train)).toBe(100 + split - 1);
    expect(validation).toEqual(Array.from({ length: 20 - split }, (_, i) => 100 + split + i));
  }
});

test('a last window may be shorter, and without a size a window is everything', () => {
  expect(validationWindows(series(10), [1], 4, { window: 4, stride: 1, every: true }).map(({ steps }) => steps)).toEqual([4, 2]);
  const whole = { window: undefined, stride: undefined, every: true };
  expect(trainingWindows(series(5), [1], 5, whole).map(({ steps }) => steps)).toEqual([4]);
  expect(validationWindows(series(5), [0], 0, { ...whole, every: false }).map(({ y }) => [...y])).toEqual([[104]]);
  expect(trainingWindows(series(2), [2], 2, whole)).toEqual([]);
});

test('a window longer than the data', () => {
  expect(() => checkWindow('a.csv', 9, 8)).toThrow(
    'E_DATA: --window 9 is longer than the training part of a.csv, which has 8 rows\nhint: a shorter window, or a smaller --validation',
  );
});
