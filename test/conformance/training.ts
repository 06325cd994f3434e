/** Whole training runs: first gradients, every loss, weights on the way and at the end, predictions. */
import type { ModelSpec } from '@cellc/compiler';
import { type FitOptions, RuntimeError, type Tensor } from '@cellc/runtime';
import type { Comparison } from './compare.ts';
import {
  type Case,
  type Fields,
  flagOr,
  Malformed,
  type NamedTensors,
  need,
  number,
  numberList,
  numberOr,
  object,
  Skip,
  tensors,
  text,
  toTensor,
} from './format.ts';
import { loadRunner, type Runner, type Variant } from './network.ts';
import { findOptimizer, shippedLoss } from './optimizers.ts';
import { cast, named, record, swapAxes } from './tensors.ts';
import { type Allowed, gradientTolerance, type Precision, trainingTolerance } from './tolerance.ts';
import { torchConfig, torchLayers, torchParam } from './torch-layers.ts';

interface Data {
  readonly x: Tensor;
  readonly y: Tensor;
}

export async function checkTraining(of: Case, variant: Variant): Promise<Comparison[]> {
  const { precision } = variant;
  const config = object(of.fields, 'config');
  const init = tensors(of.fields, 'init');
  const expected = object(of.fields, 'expected');
  const snapshots = object(expected, 'weights_after_epoch');
  const allowed = trainingTolerance(of, precision);

  const path = (name: string) => modulePath(name, config);
  const weights = new Map([...init].map(([name, value]) => [path(name), value]));
  const model = await loadRunner({ spec: trainingSpec(config, init), params: weights }, variant);
  const data = trainingData(of, config, need(init, 'linear.weight', 'init').shape[0]!, precision);
  const schedule = { batchSize: batchSizeOf(config, data.x.shape[0]!), shuffle: false };

  const comparisons: Comparison[] = [];
  const compare = (name: string, expected: Tensor, got: Tensor, allowed: Allowed) =>
    void comparisons.push({ name, expected, got, allowed });
  const compareParams = (what: string, expected: NamedTensors, got: NamedTensors, allowed: (name: string) => Allowed) =>
    expected.forEach(
      (value, name) => void compare(`${what} ${name}`, value, need(got, path(name), what), allowed(name)),
    );

  const first = { x: head(data.x, schedule.batchSize), y: head(data.y, schedule.batchSize) };
  await model.fit(first, { ...schedule, epochs: 1 });
  const gradients = tensors(expected, 'first_step_grads_before_clipping');
  compareParams('first gradient of', gradients, named(model.gradients()), (name) =>
    gradientTolerance(of, name, precision),
  );

  model.setParams(record(weights, precision));
  const losses: number[] = [];
  await train(model, data, config, {
    ...schedule,
    epochs: number(config, 'epochs', 'config'),
    onBatch: ({ loss }) => void losses.push(loss),
    onEpoch: ({ epoch }) => {
      if (!Object.hasOwn(snapshots, epoch)) return;
      const snapshot = tensors(snapshots, String(epoch));
      compareParams(`after epoch ${epoch}`, snapshot, named(model.params()), () => allowed.weights);
    },
  });
  compare('losses', vector(numberList(expected, 'losses', 'expected')), vector(losses), allowed.losses);
  compareParams('final', tensors(expected, 'final_weights'), named(model.params()), () => allowed.weights);
  if (expected.final_loss !== undefined)
    compare(
      'final_loss',
      vector([number(expected, 'final_loss', 'expected')]),
      vector([(await model.evaluate(data)).loss]),
      allowed.losses,
    );
  if (expected.final_predictions !== undefined) {
    const predictions = toTensor(expected.final_predictions, 'expected.final_predictions');
    const { output } = await model.run(data.x as Tensor<readonly [number, number, number]>);
    compare('final_predictions', predictions, output, allowed.weights);
  }
  return comparisons;
}

const meanSquare = 'MSE: mean over every element of the output';
const crossEntropy = /^mean cross-entropy of softmax\(logits\), integer targets$/;

/** How many sequences an update sees. @throws Skip for batches of another kind */
function batchSizeOf(config: Fields, sequences: number): number {
  const batches = config.batches === undefined ? 'full batch' : text(config, 'batches', 'config');
  const size = numberOr(config, 'batch_size', 'config', sequences);
  if (config.batches === undefined || batches.startsWith('consecutive slices in order, no shuffling')) return size;
  if (batches !== 'full batch') throw new Skip(`needs batches "${batches}"`);
  if (size < sequences) throw new Malformed(`config.batch_size is ${size}, but the full batch has ${sequences}`);
  return sequences;
}

function trainingSpec(config: Fields, init: NamedTensors): ModelSpec {
  const torch = torchConfig(config);
  const head = text(config, 'head', 'config');
  const every = /^Linear.* on every step$/.test(head);
  if (!every && !/^Linear.* on y\[:, last step, :\]$/.test(head)) throw new Skip(`needs head "${head}"`);
  const loss = text(config, 'loss', 'config');
  if (loss !== meanSquare && !crossEntropy.test(loss)) throw new Skip(`needs loss "${loss}"`);
  return {
    name: 'training',
    input: torch.input,
    layers: [
      ...torchLayers(torch),
      { dense: need(init, 'linear.weight', 'init').shape[0]!, bias: init.has('linear.bias'), name: 'linear' },
    ],
    output: every ? 'sequence' : 'last',
    loss: shippedLoss(crossEntropy.test(loss) ? 'cross_entropy' : 'mse'),
    optimizer: findOptimizer(text(config, 'optimizer', 'config'), object(config, 'hyperparameters')),
  };
}

/** `rnn.weight_ih_l0` is `l0.W_ih`, `linear.bias` is `linear.b`. */
function modulePath(name: string, config: Fields): string {
  if (name === 'linear.weight') return 'linear.W';
  if (name === 'linear.bias') return 'linear.b';
  return torchParam(name.replace(/^rnn\./, ''), torchConfig(config));
}

/** Batch-first data; classes become vectors with a one, which is what a loss of two vectors compares. */
function trainingData({ fields }: Case, config: Fields, classes: number, precision: Precision): Data {
  const data = tensors(fields, 'data');
  const [x, y] = [need(data, 'x', 'data'), need(data, 'y', 'data')];
  const target = crossEntropy.test(text(config, 'loss', 'config')) ? oneHot(y, classes) : y;
  const swaps = !flagOr(config, 'batch_first', 'config', true);
  const layout = (value: Tensor) => (swaps && value.shape.length === 3 ? swapAxes(value) : value);
  return { x: cast(layout(x), precision), y: cast(layout(target), precision) };
}

function oneHot({ data, shape }: Tensor, classes: number): Tensor {
  const vectors = new Float64Array(data.length * classes);
  data.forEach((index, i) => void (vectors[i * classes + index] = 1));
  return { data: vectors, shape: [...shape, classes] };
}

/** Fits with the case's clipping. @throws Skip where the runtime has no such option */
async function train(model: Runner, data: Data, config: Fields, schedule: FitOptions): Promise<void> {
  const clipNorm = numberOr(config, 'clip_grad_norm', 'config', 0);
  const clipValue = numberOr(config, 'clip_grad_value', 'config', 0);
  const clipping = { ...(clipNorm && { clipNorm }), ...(clipValue && { clipValue }) };
  try {
    await model.fit(data, { ...schedule, ...clipping });
  } catch (error) {
    const missing = Object.keys(clipping).find((name) => error instanceof RuntimeError && error.reason.includes(name));
    throw missing ? new Skip(`needs ${missing} in fit`) : error;
  }
}

function head({ data, shape: [length, ...shape] }: Tensor, count: number): Tensor {
  const taken = Math.min(count, length!);
  return { data: data.slice(0, (data.length / length!) * taken), shape: [taken, ...shape] };
}

function vector(values: readonly number[]): Tensor {
  return { data: Float64Array.from(values), shape: [values.length] };
}
