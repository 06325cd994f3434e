/** Training: batches, epochs and updates. */
import { batchOf } from './arena.ts';
import { checkNames, fail, kind } from './error.ts';
import type { Loss, Optimizer, Training } from './module.ts';
import { random, shuffle } from './random.ts';
import {
  backward,
  checkIdle,
  checkLengths,
  forward,
  gradientsOf,
  loss,
  lossOf,
  optimizerOf,
  type Session,
} from './session.ts';
import { checkShape, type Tensor, toTensor } from './tensor.ts';
import type { Data, FitOptions, History } from './types.ts';

const BATCH_SIZE = 32;
/** A page stays responsive when it is let in at least once a frame or two. */
const PATIENCE_MS = 25;

interface Dataset {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly lengths: ArrayLike<number> | undefined;
}

export async function fit(session: Session, data: Data, options: FitOptions): Promise<History> {
  const optimizer = optimizerOf(session);
  const compared = lossOf(session);
  const gradients = gradientsOf(session);
  if (typeof options !== 'object' || options === null)
    fail('E_OPTION', `options of fit are ${kind(options)}, not an object`, 'write fit(data, { epochs: 10 })');
  const { epochs, batchSize = BATCH_SIZE, shuffle: shuffled = true, seed = 0, ...others } = options;
  const { clipNorm, clipValue, onEpoch, onBatch, ...rest } = others;

  checkWhole('epochs', epochs);
  checkWhole('batchSize', batchSize);
  checkPositive('clipNorm', clipNorm);
  checkPositive('clipValue', clipValue);
  if (!Number.isSafeInteger(seed)) fail('E_OPTION', `seed is ${seed}, not a whole number`);
  const set = checkData(session, compared, data);
  checkIdle(session, 'fit');
  const setUpdate = startOptimizer(session, optimizer, rest);

  session.training = true;
  try {
    const next = random(seed);
    const order = [...Array(set.x.shape[0]!).keys()];
    const losses: number[] = [];
    const start = performance.now();
    let pause = start;
    let update = 0;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      if (shuffled) shuffle(order, next);
      let sum = 0;
      let total = 0;
      for (let from = 0, batch = 1; from < order.length; from += batchSize, batch++) {
        const step = runBatch(session, compared, set, order.slice(from, from + batchSize));
        if (!Number.isFinite(step.loss))
          fail('E_DIVERGED', `the loss is ${step.loss} in epoch ${epoch}, batch ${batch}`, 'lower the learning rate');
        backward(session, gradients, step.batch);
        clip(session, gradients, clipNorm, clipValue);
        setUpdate(++update);
        session.kernels.update!(session.m);
        session.taped = undefined;
        sum += step.loss * step.rows;
        total += step.rows;
        onBatch?.({ epoch, batch, loss: step.loss });
        if (performance.now() - pause > PATIENCE_MS) {
          await breathe();
          pause = performance.now();
        }
      }
      losses.push(sum / total);
      const seconds = (performance.now() - start) / 1000;
      if ((await onEpoch?.({ epoch, epochs, loss: sum / total, seconds })) === false) break;
    }
    return { loss: losses };
  } finally {
    session.training = false;
  }
}

export function evaluate(session: Session, data: Data): number {
  const compared = lossOf(session);
  const set = checkData(session, compared, data);
  const order = [...Array(set.x.shape[0]!).keys()];
  let sum = 0;
  let total = 0;
  for (let from = 0; from < order.length; from += BATCH_SIZE) {
    const step = runBatch(session, compared, set, order.slice(from, from + BATCH_SIZE));
    sum += step.loss * step.rows;
    total += step.rows;
  }
  return sum / total;
}

/** Forward and loss of some rows of the data; `rows` of the result is how many the loss is the mean of. */
function runBatch(session: Session, compared: Loss, { x, y, lengths }: Dataset, order: number[]) {
  const batch = batchOf(order, x.shape[1]!, lengths);
  const rows = compared.target.rows === 'batch' ? batch.B : batch.lengths.reduce((sum, length) => sum + length, 0);
  forward(session, batch, x.data);
  return { batch, rows, loss: loss(session, compared, batch, y.data, rows) };
}

/** Scales the gradient down to a norm, and cuts its elements off at a magnitude; its padding is zero and stays so. */
function clip({ m, manifest }: Session, { gradients }: Training, norm?: number, magnitude?: number): void {
  const { start, end } = manifest.values;
  const g = m.subarray(start + gradients, end + gradients);
  if (norm !== undefined) {
    let sum = 0;
    for (const value of g) sum += value * value;
    const scale = norm / (Math.sqrt(sum) + 1e-6);
    if (scale < 1) for (let i = 0; i < g.length; i++) g[i]! *= scale;
  }
  if (magnitude !== undefined)
    for (let i = 0; i < g.length; i++) g[i] = Math.max(-magnitude, Math.min(g[i]!, magnitude));
}

/** Zeroes the moments and sets the scalars; returns what sets the number of the update. */
function startOptimizer(session: Session, { moments, scalars }: Optimizer, given: Readonly<Record<string, unknown>>) {
  const names = scalars.map((scalar) => scalar.name).filter((name) => name !== 't');
  checkNames('E_OPTION', 'options of fit', names, Object.keys(given), 'partial');
  const settings = scalars.flatMap(({ name, at, default: fallback }) => {
    if (name === 't') return [];
    const value = (Object.hasOwn(given, name) ? given[name] : undefined) ?? fallback;
    if (typeof value !== 'number' || !Number.isFinite(value)) fail('E_OPTION', `${name} is ${value}, not a number`);
    return [[at, value] as const];
  });
  for (const [at, value] of settings) session.m[at] = value;
  for (const { at, size } of moments) session.m.fill(0, at, at + size);
  const clock = scalars.find(({ name }) => name === 't');
  return (update: number) => {
    if (clock) session.m[clock.at] = update;
  };
}

function checkData({ manifest }: Session, { target }: Loss, data: Data): Dataset {
  if (typeof data !== 'object' || data === null) fail('E_INPUT', `the data is ${kind(data)}, not an object { x, y }`);
  const { x: xs, y: ys, lengths } = data;
  const [x, y] = [toTensor('x', xs), toTensor('y', ys)];
  checkShape('E_INPUT', 'x', x, ['sequences', 'time', manifest.input]);
  const [sequences, time] = x.shape as [number, number];
  if (!sequences || !time) fail('E_INPUT', `x has shape [${x.shape.join(', ')}], which holds no time step`);
  const steps = target.rows === 'steps';
  checkShape('E_INPUT', 'y', y, steps ? [sequences, time, target.size] : [sequences, target.size]);
  checkLengths(lengths, sequences, time);
  for (let row = 0; row < sequences; row++) {
    const length = lengths?.[row] ?? time;
    checkFinite('x', x, row, length, manifest.input, time);
    if (steps) checkFinite('y', y, row, length, target.size, time);
    else checkFinite('y', y, row, 1, target.size, 1);
  }
  return { x, y, lengths };
}

/** The first `steps` steps of a row must be finite; what follows is padding. */
function checkFinite(name: string, { data, shape }: Tensor, row: number, steps: number, size: number, time: number) {
  for (let i = 0; i < steps * size; i++) {
    const value = data[row * time * size + i]!;
    if (Number.isFinite(value)) continue;
    const step = shape.length === 3 ? ` step ${Math.floor(i / size)},` : '';
    fail('E_DATA', `${name} is ${value} at row ${row},${step} feature ${i % size}`);
  }
}

function checkPositive(name: string, value: unknown): void {
  if (value !== undefined && !(typeof value === 'number' && value > 0))
    fail('E_OPTION', `${name} is ${value}, not a number above zero`);
}

function checkWhole(name: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 1)
    fail('E_OPTION', `${name} is ${value}, not a whole number from 1`);
}

/** Lets other tasks run. Unlike a timer, a message is not slowed down in a page that is not looked at. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
