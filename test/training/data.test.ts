/** What a model trains on: classes, windows, streams of batches, what is standardised; and what is wrong with it. */
import type { ModelSpec, Named } from '@cellc/compiler';
import { type Data, type Tensor, tensor, windows } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { random } from '../support/random.ts';
import { descend, draw, expectSame, learn, paramsOf, start, stepsOf } from './reference.ts';

const r = random(21);
const base = {
  name: 'm',
  input: 2,
  layers: [{ cell: 'gru', size: 3 }, { dense: 2 }],
  loss: 'mse',
  optimizer: { sgd: { lr: 0.2 } },
} as const satisfies ModelSpec;
const characters = (layers: ModelSpec['layers']): ModelSpec => ({
  ...base,
  input: { classes: 5 },
  layers: [...layers, { cell: 'rnn', size: 4 }, { dense: 3 }],
  loss: 'cross_entropy',
});
const features: ModelSpec = { ...characters([]), input: 5 };
const whole = { epochs: 3, shuffle: false } as const;
const classes = (most: number, ...shape: number[]): number[][] =>
  Array.from({ length: shape[0]! }, () => Array.from({ length: shape[1]! }, () => r.int(0, most - 1)));
const oneHot = (rows: readonly number[][], size: number): number[][][] =>
  rows.map((row) => row.map((index) => Array.from({ length: size }, (_, i) => (i === index ? 1 : 0))));

test('classes are one-hot vectors, in x and in y', async () => {
  const [x, y] = [classes(5, 4, 6), classes(3, 4, 6)];
  const lengths = [6, 2, 4, 6];
  const [a, b] = [(await start(characters([]))).model, (await start(features)).model];
  b.setParams(a.params());
  const one = await a.fit({ x, y, lengths }, { ...whole, metrics: ['accuracy', 'perplexity'] });
  const other = await b.fit({ x: oneHot(x, 5), y: oneHot(y, 3), lengths }, whole);
  one.loss.forEach((loss, i) => void expect(loss).toBeCloseTo(other.loss[i]!, 12));
  expectSame(a, paramsOf(b));

  // A class of -1 is none: a row of weight 0 may have it.
  const weights = y.map((row, i) => row.map((_, t) => (i === 3 && t === 2 ? 0 : 1 + t)));
  const masked = y.map((row, i) => row.map((index, t) => (i === 3 && t === 2 ? -1 : index)));
  const given = { x, y: masked, lengths, weights };
  const { loss, metrics } = a.evaluate(given, { metrics: ['accuracy', 'perplexity'] });
  const { output } = a.run(x, { lengths });
  let total = 0;
  let right = 0;
  let entropy = 0;
  for (const [row, length] of lengths.entries())
    for (let t = 0; t < length; t++) {
      const scores = [0, 1, 2].map((i) => output.data[(row * 6 + t) * 3 + i]!);
      const w = weights[row]![t]!;
      total += w;
      if (scores.indexOf(Math.max(...scores)) === y[row]![t]) right += w;
      entropy += w * (Math.log(scores.reduce((sum, v) => sum + Math.exp(v), 0)) - scores[y[row]![t]!]!);
    }
  expect(metrics.accuracy).toBeCloseTo(right / total, 12);
  expect(loss).toBeCloseTo(entropy / total, 12);
  expect(metrics.perplexity).toBeCloseTo(Math.exp(entropy / total), 10);
});

test.each([
  ['one-hot', characters([])],
  ['embedded', characters([{ embedding: 2 }])],
] as const)('run and step read classes: %s', async (_, spec) => {
  const { model } = await start(spec);
  const [row] = classes(5, 1, 6);
  const { output } = model.run(row!);
  expect(output.shape).toEqual([6, 3]);
  expect(model.run(tensor(row!, [1, 6])).output.data).toEqual(output.data);
  const streamed = row!.flatMap((index) => [...model.step([index])]);
  expect(streamed).toEqual([...output.data]);
  expect(() => model.step([5])).toThrow('E_INPUT: x[0] is 5, not a class from 0 to 4');
  expect(() => model.step([0, 1])).toThrow('E_INPUT: step takes 1 number, not 2');
  expect(() => model.run([[0, 1, 0.5]])).toThrow('E_INPUT: xs at row 0, step 2 is 0.5, not a class from 0 to 4');
});

test('typed arrays of any kind in lists', async () => {
  const [x, y] = [classes(5, 4, 6), classes(3, 4, 6)];
  const [a, b] = [(await start(characters([]))).model, (await start(characters([]))).model];
  await a.fit({ x, y }, whole);
  await b.fit({ x: x.map((row) => Uint8Array.from(row)), y: y.map((row) => Int32Array.from(row)) }, whole);
  expect(paramsOf(a)).toEqual(paramsOf(b));
});

test('one output needs no axis of its own', async () => {
  const spec: ModelSpec = { ...base, layers: [{ cell: 'gru', size: 2 }, { dense: 1 }], output: 'last' };
  const [x, y] = [draw(r, 3, 4, 2), [0.5, -1, 2]];
  const [a, b] = [(await start(spec)).model, (await start(spec)).model];
  await a.fit({ x, y }, whole);
  await b.fit({ x, y: y.map((value) => [value]) }, whole);
  expect(paramsOf(a)).toEqual(paramsOf(b));
});

test('class weights are weights by class, and validation has none', async () => {
  const [x, y] = [classes(5, 6, 4), classes(3, 6, 4)];
  const byClass = [1, 0.25, 3];
  const [a, b] = [(await start(characters([]))).model, (await start(characters([]))).model];
  const one = await a.fit({ x, y }, { ...whole, classWeights: byClass, validation: 0.5 });
  const [half, rest] = [(rows: number[][]) => rows.slice(0, 3), (rows: number[][]) => rows.slice(3)];
  const weights = half(y).map((row) => row.map((index) => byClass[index]!));
  await b.fit({ x: half(x), y: half(y), weights }, whole);
  expectSame(a, paramsOf(b));
  expect(one.epochs[2]!.validation!.loss).toBeCloseTo(a.evaluate({ x: rest(x), y: rest(y) }).loss, 12);
});

/** The windows of a series, copied. */
function copies(series: Tensor, target: Tensor, window: number, horizon: number, stride: number, last: boolean): Data {
  const steps = (of: Tensor, from: number, to: number) =>
    stepsOf({ data: of.data, shape: [1, ...of.shape] }, 0, from, to);
  const x: Float64Array[][] = [];
  const y: (Float64Array | Float64Array[])[] = [];
  for (let from = 0; from + window + horizon <= series.shape[0]!; from += stride) {
    x.push(steps(series, from, from + window));
    const after = steps(target, from + horizon, from + window + horizon);
    y.push(last ? after.at(-1)! : after);
  }
  return { x, y: y as Data['y'] };
}

test.each([
  ['sequence', 1, 1],
  ['sequence', 3, 4],
  ['last', 1, 2],
  ['last', 0, 1],
] as const)('windows are those of a copied series: %s, horizon %i, stride %i', async (output, horizon, stride) => {
  const spec: ModelSpec = { ...base, output };
  const [series, target] = [draw(r, 23, 2), draw(r, 23, 2)];
  const [a, b] = [(await start(spec)).model, (await start(spec)).model];
  const cut = windows(series, { window: 5, horizon, stride, target });
  const copied = copies(series, target, 5, horizon, stride, output === 'last');
  expect(await a.fit(cut, { ...whole, epochs: 1 })).toMatchObject({
    loss: (await b.fit(copied, { ...whole, epochs: 1 })).loss,
  });
  expect(paramsOf(a)).toEqual(paramsOf(b));
  expect(a.evaluate(cut)).toEqual(a.evaluate(copied));
});

test('windows of plain numbers, and of classes', async () => {
  const values = Array.from({ length: 12 }, (_, i) => Math.sin(i));
  const { model } = await start({ ...base, input: 1, layers: [{ cell: 'gru', size: 2 }, { dense: 1 }] });
  const column = tensor(values, [12, 1]);
  expect(model.evaluate(windows(values, { window: 4 }))).toEqual(model.evaluate(windows(column, { window: 4 })));
  const text = [0, 1, 2, 0, 2, 1, 1, 0, 2, 2];
  const reader = (await start({ ...characters([]), input: { classes: 3 } })).model;
  const x = [0, 1, 2].map((i) => text.slice(3 * i, 3 * i + 3));
  const y = [0, 1, 2].map((i) => text.slice(3 * i + 1, 3 * i + 4));
  expect(reader.evaluate(windows(text, { window: 3, stride: 3 }))).toEqual(reader.evaluate({ x, y }));
});

test('a series that is cut into windows is not copied', () => {
  const series = draw(r, 100, 2);
  expect(windows(series, { window: 50 }).series).toBe(series);
});

test('batches one by one, from iterables of both kinds and from functions', async () => {
  const batches: Data[] = [3, 2, 4].map((n) => ({ x: draw(r, n, 5, 2), y: draw(r, n, 5, 2) }));
  const one = await start(base);
  let at: Named = one.params;
  for (const { x, y } of batches as { x: Tensor; y: Tensor }[]) {
    const parts = Array.from({ length: x.shape[0]! }, (_, row) => ({
      x: stepsOf(x, row, 0, 5),
      y: stepsOf(y, row, 0, 5),
      weights: [1, 1, 1, 1, 1],
    }));
    at = descend(at, learn(one.compiled, at, parts).gradient, 0.2);
  }
  async function* late() {
    for (const batch of batches) yield await Promise.resolve(batch);
  }
  const seen: number[] = [];
  const supplies = [batches, late(), (epoch: number) => (seen.push(epoch) && epoch % 2 ? late() : batches)];
  for (const supply of supplies) {
    const { model } = await start(base);
    await model.fit(supply, { epochs: 1 });
    expectSame(model, at);
  }
  const { model } = one;
  await model.fit(supplies[2]!, { epochs: 3 });
  expect(seen).toEqual([1, 1, 2, 3]);
  await expect(model.fit(late(), { epochs: 2 })).rejects.toThrow(
    'E_INPUT: epoch 2 has no batches\nhint: an iterator gives its batches once: pass a function that makes a new one for each epoch',
  );
  const stateful = model.fit(batches, { epochs: 1, stateful: true });
  await expect(stateful).rejects.toThrow('E_INPUT: a batch has 2 sequences where the one that it goes on from has 3');
});

const standardized: ModelSpec = { ...base, standardize: 'both' };
const names = ['input.mean', 'input.scale', 'output.mean', 'output.scale'];
const set = (() => {
  const x = draw(r, 8, 4, 2);
  const y = draw(r, 8, 4, 2);
  // The first feature is large, and the second never changes.
  x.data.forEach((value, i) => {
    x.data[i] = i % 2 ? 7.3 : 1e4 + 25 * value;
  });
  return { x, y, lengths: [4, 2, 4, 1, 3, 4, 4, 4] };
})();

/** Mean and population deviation of a feature over the first steps of the first sequences. */
function moments({ data }: Tensor, sequences: number, feature: number, counts: (row: number, t: number) => boolean) {
  const values: number[] = [];
  for (let row = 0; row < sequences; row++)
    for (let t = 0; t < 4; t++) if (counts(row, t)) values.push(data[(row * 4 + t) * 2 + feature]!);
  const mean = values.reduce((a, b) => a + b) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)] as const;
}

test('standardisation is that of the training part: no padding, no row of weight 0', async () => {
  const { model } = await start(standardized);
  const weights = tensor(Float64Array.from({ length: 32 }, (_, i) => (i === 9 ? 0 : 1 + (i % 2))), [8, 4]); // biome-ignore format: short
  await model.fit({ ...set, weights }, { epochs: 1, validation: 0.25 });
  const counts = (row: number, t: number) => t < set.lengths[row]! && row * 4 + t !== 9;
  const params = model.params();
  for (const [end, of] of [['input', set.x], ['output', set.y]] as const) // biome-ignore format: pairs
    for (const feature of [0, 1]) {
      const [mean, deviation] = moments(of, 6, feature, counts);
      const isConstant = end === 'input' && feature === 1;
      expect(params[`${end}.mean`]!.data[feature]! / mean).toBeCloseTo(1, 12);
      expect(params[`${end}.scale`]!.data[feature]).toBeCloseTo(isConstant ? 1 : deviation, 9);
    }
  // What is fitted once stays.
  await model.fit({ x: set.y, y: set.x }, { epochs: 1 });
  for (const name of names) expect(model.params()[name]).toEqual(params[name]);
  model.standardize({ x: set.y, y: set.x });
  expect(model.params()['input.mean']!.data[0]).toBeCloseTo(moments(set.y, 8, 0, () => true)[0], 12);
});

test('standardisation by sequences: what weighs nothing by itself or by its class does not count', async () => {
  const layers = [{ cell: 'gru', size: 3 } as const, { dense: 2 }];
  const spec: ModelSpec = { ...base, layers, output: 'last', loss: 'cross_entropy', standardize: 'input' };
  const x = draw(r, 6, 4, 2);
  const y = [0, 1, 0, 0, 1, 0];
  const cases: [weights: number[] | undefined, classWeights: number[] | undefined, counting: number[]][] = [
    [undefined, [1, 0], [0, 2, 3, 5]],
    [
      [1, 1, 1, 1, 1, 1],
      [0, 2],
      [1, 4],
    ],
    [
      [0, 1, 3, 0, 1, 1],
      [1, 0],
      [2, 5],
    ],
    [[0, 1, 3, 0, 1, 1], undefined, [1, 2, 4, 5]],
  ];
  for (const [weights, classWeights, counting] of cases) {
    const { model } = await start(spec);
    await model.fit({ x, y, ...(weights && { weights }) }, { epochs: 1, ...(classWeights && { classWeights }) });
    for (const feature of [0, 1]) {
      const [mean, deviation] = moments(x, 6, feature, (row) => counting.includes(row));
      expect(model.params()['input.mean']!.data[feature]).toBeCloseTo(mean, 12);
      expect(model.params()['input.scale']!.data[feature]).toBeCloseTo(deviation, 12);
    }
  }
});

test('metrics are in the units of the data, and the loss is not', async () => {
  const { model } = await start(standardized);
  const far = { x: set.x, y: tensor(set.y.data.map((v) => 300 + 50 * v), [8, 4, 2]), lengths: set.lengths }; // biome-ignore format: short
  await model.fit(far, { epochs: 2 });
  const { loss, metrics } = model.evaluate(far, { metrics: ['rmse', 'mae'] });
  const { output } = model.run(far.x, { lengths: far.lengths });
  const scale = model.params()['output.scale']!.data;
  let [squared, absolute, standard, rows] = [0, 0, 0, 0];
  for (const [row, length] of far.lengths.entries())
    for (let t = 0; t < length; t++, rows++)
      for (const i of [0, 1]) {
        const error = output.data[(row * 4 + t) * 2 + i]! - far.y.data[(row * 4 + t) * 2 + i]!;
        squared += error ** 2 / 2;
        absolute += Math.abs(error) / 2;
        standard += (error / scale[i]!) ** 2 / 2;
      }
  expect(metrics.rmse).toBeCloseTo(Math.sqrt(squared / rows), 9);
  expect(metrics.mae).toBeCloseTo(absolute / rows, 9);
  expect(loss).toBeCloseTo(standard / rows, 12);
});

test('batches one by one need means beforehand', async () => {
  const { model } = await start(standardized);
  await expect(model.fit([set], { epochs: 1 })).rejects.toThrow(
    'E_ORDER: the model standardises its data, and nothing says yet by which means',
  );
  model.standardize(set);
  await model.fit([set], { epochs: 1 });
  const plain = (await start(base)).model;
  expect(() => plain.standardize(set)).toThrow('E_UNSUPPORTED: model m does not standardise');
});

test('a batch in which nothing counts is no update', async () => {
  const { model } = await start(base);
  const paired = await start(standardized);
  const batches: number[] = [];
  const data = { x: draw(r, 3, 4, 2), y: draw(r, 3, 4, 2), weights: [1, 0, 2] };
  const onBatch = ({ batch }: { batch: number }) => void batches.push(batch);
  await model.fit(data, { epochs: 1, batchSize: 1, shuffle: false, onBatch });
  expect(batches).toEqual([1, 3]);
  batches.length = 0;
  // Given one by one, too.
  const one = { x: draw(r, 1, 4, 2), y: draw(r, 1, 4, 2) };
  await model.fit([one, { ...one, weights: [0] }, one], { epochs: 1, onBatch });
  expect(batches).toEqual([1, 3]);
  const nothing = { ...one, weights: [0] };
  for (const judge of [() => model.evaluate(nothing), () => paired.model.standardize(nothing)])
    expect(judge).toThrow('E_DATA: no row of the data has a weight above zero, so that there is no mean loss');
});

test('L2: λ Σ w² in the loss, 2 λ w in the gradient', async () => {
  const spec: ModelSpec = { ...base, layers: [{ cell: 'gru', size: 3, l2: 0.05 }, { dense: 2 }] };
  const { model, compiled, params } = await start(spec);
  const data = { x: draw(r, 3, 4, 2), y: tensor(oneHot(classes(2, 3, 4), 2).flat(2), [3, 4, 2]) };
  const parts = [0, 1, 2].map((row) => ({
    x: stepsOf(data.x, row, 0, 4),
    y: stepsOf(data.y, row, 0, 4),
    weights: [1, 1, 1, 1],
  }));
  const { loss, gradient } = learn(compiled, params, parts);
  let penalty = 0;
  for (const { name, l2 } of compiled.manifest.params)
    params.get(name)!.forEach((w, i) => {
      penalty += (l2 ?? 0) * w * w;
      gradient.get(name)![i]! += 2 * (l2 ?? 0) * w;
    });
  expect(penalty).toBeGreaterThan(0.01);
  expect(model.evaluate(data, { metrics: ['perplexity'] }).metrics.perplexity).toBeCloseTo(Math.exp(loss), 12);
  const history = await model.fit(data, { epochs: 1, shuffle: false });
  expect(history.loss[0]).toBeCloseTo(loss + penalty, 12);
  expectSame(model, descend(params, gradient, 0.2));
});

const fine = { x: draw(r, 3, 4, 2), y: draw(r, 3, 4, 2) };
const told = tensor(oneHot(classes(2, 3, 4), 2).flat(2), [3, 4, 2]);
const halves = tensor(new Float64Array(24).fill(0.5), [3, 4, 2]);
const withoutClasses = (what: string): string =>
  `E_OPTION: ${what} is about classes, and the target of sequence 1 is [0.5, 0.5] with the loss mse\n` +
  'hint: classes are numbers 0, 1, … or one-hot vectors; rmse and mae are for other targets';
const mistakes: [string, ModelSpec, object, object, string][] = [
  [
    'a field',
    base,
    { ...fine, weight: [1, 1, 1] },
    {},
    'E_INPUT: fields of the data do not fit: unknown weight\nhint: did you mean weights for weight?',
  ],
  [
    'a class in x',
    characters([]),
    {
      x: [
        [0, 1],
        [2, 5],
      ],
      y: [
        [0, 0],
        [0, 0],
      ],
    },
    {},
    'E_DATA: x at row 1, step 1 is 5, not a class from 0 to 4',
  ],
  [
    'a class in y',
    characters([]),
    {
      x: [
        [0, 1],
        [2, 4],
      ],
      y: [
        [0, 0.5],
        [0, 0],
      ],
    },
    {},
    'E_DATA: y at row 0, step 1 is 0.5, not a class from 0 to 2',
  ],
  ['NaN for a class', characters([]), { x: [[0, Number.NaN]], y: [[0, 0]] }, {}, 'E_DATA: x is NaN at row 0, step 1'],
  ['weights', base, { ...fine, weights: [1, -1, 1] }, {}, 'E_DATA: weights is -1 at row 1, not a number from 0'],
  [
    'weights of steps',
    base,
    {
      ...fine,
      weights: [
        [1, 1, 1, 1],
        [1, 1, 1, Number.NaN],
        [1, 1, 1, 1],
      ],
    },
    {},
    'E_DATA: weights is NaN at row 1, step 3, not a number from 0',
  ],
  ['the shape of weights', base, { ...fine, weights: [1] }, {}, 'E_INPUT: weights has shape [1] where [3] is expected'],
  [
    'no weight at all',
    base,
    { ...fine, weights: [0, 0, 0] },
    {},
    'E_DATA: no row of the training data has a weight above zero, so that there is no mean loss',
  ],
  [
    'the weights of a validation share',
    base,
    { ...fine, weights: [1, 0, 0] },
    { validation: 0.4 },
    'E_DATA: no row of the validation data has a weight above zero, so that there is no mean loss',
  ],
  [
    'the weights of what a validation share leaves',
    base,
    { ...fine, weights: [0, 0, 1] },
    { validation: 0.4 },
    'E_DATA: no row of the training data has a weight above zero, so that there is no mean loss',
  ],
  [
    'the weights of a validation set',
    base,
    fine,
    { validation: { ...fine, weights: [0, 0, 0] } },
    'E_DATA: no row of the validation data has a weight above zero, so that there is no mean loss',
  ],
  [
    'the weights of all batches',
    base,
    [{ ...fine, weights: [0, 0, 0] }],
    {},
    'E_DATA: no row of epoch 1 has a weight above zero',
  ],
  ['class weights', base, fine, { classWeights: [1] }, 'E_OPTION: there are 1 classWeights for 2 classes'],
  ['class weights of numbers', base, { ...fine, y: halves }, { classWeights: [1, 2] }, withoutClasses('classWeights')],
  [
    'the accuracy of numbers',
    base,
    { ...fine, y: halves },
    { metrics: ['mae', 'accuracy'] },
    withoutClasses('accuracy'),
  ],
  [
    'their perplexity, in batches',
    base,
    [{ ...fine, y: halves }],
    { metrics: ['perplexity'] },
    withoutClasses('perplexity'),
  ],
  [
    'the accuracy of a validation set of numbers',
    base,
    { ...fine, y: told },
    { metrics: ['accuracy'], validation: { ...fine, y: halves } },
    withoutClasses('accuracy'),
  ],
  [
    'a share',
    base,
    { x: draw(r, 1, 4, 2), y: draw(r, 1, 4, 2) },
    { validation: 0.5 },
    'E_OPTION: a share of 0.5 leaves 0 of 1 sequences to train on, and 1 to validate on',
  ],
  [
    'a whole share',
    base,
    fine,
    { validation: 1 },
    'E_OPTION: validation is 1, not a share between 0 and 1\nhint: pass a validation set of its own',
  ],
  ['a validation set', base, fine, { validation: { x: fine.x } }, 'E_INPUT: y is undefined, not a number'],
  [
    'whole batches',
    base,
    fine,
    { stateful: true, batchSize: 2 },
    'E_OPTION: 3 sequences are not whole batches of 2, which stateful training needs\nhint: choose another batchSize',
  ],
  [
    'a stateful shuffle',
    base,
    fine,
    { stateful: true, shuffle: true },
    'E_OPTION: stateful training goes on from batch to batch, and cannot shuffle\nhint: leave shuffle out',
  ],
  [
    'the size of batches',
    base,
    [fine],
    { batchSize: 2 },
    'E_OPTION: batches that are given one by one are neither cut nor shuffled\nhint: leave batchSize and shuffle out',
  ],
  [
    'a share of batches',
    base,
    [fine],
    { validation: 0.5 },
    'E_OPTION: there is no share of batches that are given one by one\nhint: pass a validation set of its own',
  ],
  ['no batches', base, [], {}, 'E_INPUT: epoch 1 has no batches'],
  [
    'a window’s series',
    base,
    windows(draw(r, 9, 3), { window: 4 }),
    {},
    'E_INPUT: series has shape [9, 3] where [time, 2] is expected',
  ],
];
test.each(mistakes)('a mistake in %s', async (_, spec, data, options, message) => {
  const { model, params } = await start(spec);
  await expect(model.fit(data as Data, { epochs: 1, ...options })).rejects.toThrow(
    expect.objectContaining({ message }),
  );
  expect(paramsOf(model)).toEqual(params);
});

test('mistakes in windows', () => {
  expect(() => windows([1, 2, 3], { window: 3 })).toThrow(
    'E_INPUT: a series of 3 time steps has no window of 3 and the step 1 after it',
  );
  expect(() => windows([1, 2, 3], { size: 3 } as never)).toThrow(
    'E_OPTION: options of windows do not fit: unknown size',
  );
  expect(() => windows([1, 2, 3], { window: 2, target: [1, 2] })).toThrow(
    'E_INPUT: target has 2 time steps where the series has 3',
  );
  expect(() => windows([[[1]]], { window: 1 })).toThrow(
    'E_INPUT: series has shape [1, 1, 1] where [time, features] or [time] is expected',
  );
});

test('windows that are put together by hand are checked like others', async () => {
  const { model } = await start(base);
  const [series, target] = [draw(r, 9, 2), draw(r, 9, 2)];
  const given = { series, target, window: 3, horizon: 1, stride: 1 };
  expect(model.evaluate(given)).toEqual(model.evaluate(windows(series, { window: 3, target })));
  const rows = (of: Tensor) => Array.from({ length: 9 }, (_, t) => [...of.data.slice(2 * t, 2 * t + 2)]);
  const plain = { ...given, series: rows(series), target: rows(target) } as never;
  expect(model.evaluate(plain)).toEqual(model.evaluate(given));
  const wrong: [object, string][] = [
    [{ series, target, window: 3 }, 'E_INPUT: fields of windows do not fit: missing horizon, stride'],
    [{ ...given, horizont: 1 }, 'E_INPUT: fields of windows do not fit: unknown horizont'],
    [{ ...given, target: draw(r, 5, 2) }, 'E_INPUT: target has 5 time steps where the series has 9'],
    [{ ...given, window: 9 }, 'E_INPUT: a series of 9 time steps has no window of 9 and the step 1 after it'],
    [{ ...given, stride: 0 }, 'E_OPTION: stride is 0, not a whole number from 1'],
    [{ ...given, series: 5 }, 'E_INPUT: series has shape [] where [time, features] or [time] is expected'],
  ];
  for (const [data, message] of wrong) expect(() => model.evaluate(data as never)).toThrow(message);
});

test('windows of broken series are named by time step', async () => {
  const series = draw(r, 9, 2);
  series.data[11] = Number.NaN;
  const { model } = await start(base);
  expect(() => model.evaluate(windows(series, { window: 2 }))).toThrow('E_DATA: series is NaN at step 5, feature 1');
});

test.each([
  ['bce', { activation: 'sigmoid' }, (y: number) => y > 0.5],
  ['bce_logits', {}, (y: number) => y > 0],
] as const)('accuracy of one output: %s', async (loss, activation, isOne) => {
  const layers = [{ cell: 'gru', size: 3 } as const, { dense: 1, ...activation }];
  const spec: ModelSpec = { ...base, layers, output: 'last', loss };
  const { model } = await start(spec);
  const x = draw(r, 40, 4, 2);
  const y = Array.from({ length: 40 }, () => r.int(0, 1));
  const { output } = model.run(x as Tensor<readonly [number, number, number]>);
  const right = y.filter((value, i) => isOne(output.data[i]!) === (value === 1)).length;
  expect(right).toBeGreaterThan(0);
  expect(right).toBeLessThan(40);
  expect(model.evaluate({ x, y }, { metrics: ['accuracy'] }).metrics.accuracy).toBeCloseTo(right / 40, 12);
});
