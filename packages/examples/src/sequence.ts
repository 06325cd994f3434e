/** An LSTM over whole sequences: in one direction, in both, and several layers deep, with or without initial states. */
import { defineModel, type LayerSpec } from '@cellc/compiler';
import { load, type Sequences, type Tensor, type Tensors } from '@cellc/runtime';
import { build, isMain } from './build.ts';
import { torchLayers } from './torch.ts';

/** The last hidden state and cell state of a layer in one direction, each [batch, hidden]. */
export interface Last {
  readonly h: Tensor;
  readonly c: Tensor;
}

export interface Hidden {
  /** Every hidden state of the last layer: [batch, time, hidden], or twice hidden where it reads in both directions. */
  readonly hidden: Tensor;
  /** By layer, `l0`, and direction where there are two, `l0.forward`. A backward direction ends at the first step. */
  readonly last: ReadonlyMap<string, Last>;
}

/** Runs over a batch of sequences, [batch, time, input], from zero or from the given states (all of them). */
export type Runner = (xs: Sequences, initial?: ReadonlyMap<string, Last>) => Hidden;

export interface Options {
  /** By path, for example from `torchWeights`; random where absent. */
  readonly weights?: Tensors;
  readonly precision?: 'f32' | 'f64';
}

/** nn.LSTM(input, size) */
export function sequence(input: number, size: number, options?: Options): Promise<Runner> {
  return runner('sequence', input, torchLayers(size), options);
}

/** nn.LSTM(input, size, bidirectional=True): both directions side by side, aligned in time. */
export function bidirectional(input: number, size: number, options?: Options): Promise<Runner> {
  return runner('bidirectional', input, torchLayers(size, 1, 'both'), options);
}

/** nn.LSTM(input, size, num_layers=layers) */
export function deep(input: number, size: number, layers: number, options?: Options): Promise<Runner> {
  return runner('deep', input, torchLayers(size, layers), options);
}

async function runner(
  name: string,
  input: number,
  layers: LayerSpec[],
  { weights, precision = 'f32' }: Options = {},
): Promise<Runner> {
  const module = await build(defineModel({ name, input, layers }), { precision });
  const model = await load(module, weights && { weights });
  return (xs, initial) => {
    const { output, state } = model.run(xs, initial && { state: flatten(initial) });
    return { hidden: output, last: group(state) };
  };
}

/** `l0.h` and `l0.c` to `l0`: { h, c } */
function group(state: Tensors): Map<string, Last> {
  const paths = Object.keys(state).filter((path) => path.endsWith('.h'));
  return new Map(
    paths.map((path) => {
      const unit = path.slice(0, -'.h'.length);
      return [unit, { h: state[`${unit}.h`]!, c: state[`${unit}.c`]! }];
    }),
  );
}

function flatten(states: ReadonlyMap<string, Last>): Tensors {
  return Object.fromEntries(
    [...states].flatMap(([unit, { h, c }]) => [
      [`${unit}.h`, h],
      [`${unit}.c`, c],
    ]),
  );
}

if (isMain(import.meta.url)) {
  const xs = Array.from({ length: 2 }, (_, b) =>
    Array.from({ length: 6 }, (_, t) => [Math.sin(t + b), Math.cos(t), t / 6]),
  );
  const show = (title: string, { hidden, last }: Hidden): void => {
    console.log(
      `${title}: hidden states [${hidden.shape.join(', ')}], last h and c of ${[...last.keys()].join(' and ')}`,
    );
  };
  const one = await sequence(3, 4);
  const first = one(xs);
  show('one layer', first);
  show('the same, going on from its last state', one(xs, first.last));
  show('both directions', (await bidirectional(3, 4))(xs));
  show('three layers', (await deep(3, 4, 3))(xs));
}
