/** Cases that carry their own cell text: one layer of it, with all its states given and compared. */
import { parseCell } from '@cellc/compiler';
import type { Tensor } from '@cellc/runtime';
import { type Comparison, compareAnswers, lossOf } from './compare.ts';
import {
  type Case,
  type Fields,
  flagOr,
  Malformed,
  type NamedTensors,
  need,
  number,
  object,
  tensors,
  text,
  wholes,
} from './format.ts';
import { ask, checkInference, loadRunner, type Question, type Variant } from './network.ts';
import { rows, stack, swapAxes, zeros } from './tensors.ts';

const layer = 'layer';

export async function checkVariant(of: Case, variant: Variant): Promise<Comparison[]> {
  const config = object(of.fields, 'config');
  const cell = text(of.fields, 'cell', of.id);
  const inputs = tensors(of.fields, 'inputs');
  const params = tensors(of.fields, 'params');
  const expected = { outputs: tensors(of.fields, 'outputs'), grads: tensors(of.fields, 'grads') };

  const size = number(config, 'hidden_size', 'config');
  const spec = {
    name: 'variant',
    input: number(config, 'input_size', 'config'),
    layers: [{ cell: cell.split('\n'), size, name: layer, sizes: otherSizes(config) }],
  };
  const network = { spec, params: new Map([...params].map(([name, value]) => [`${layer}.${name}`, value])) };
  const model = await loadRunner(network, variant);

  const kept = model.manifest.states.map(({ name }) => name.slice(layer.length + 1));
  const unread = unreadOutput(of, cell, kept);
  const states = (prefix: string, suffix: string): NamedTensors =>
    new Map(
      kept.flatMap((state) => {
        const value = inputs.get(`${prefix}${state}${suffix}`);
        return value ? [[`${layer}.${state}`, value] as const] : [];
      }),
    );
  const batchFirst = flagOr(config, 'batch_first', 'config', false);
  const lengths = config.lengths ? wholes(config, 'lengths', 'config') : undefined;
  const x = need(inputs, 'x', 'inputs');
  const last = lastSteps(x, batchFirst, lengths);
  const gLast = unread === undefined ? undefined : inputs.get(`g_${unread}_T`);
  const gy = gLast ? last.added(need(inputs, 'g_y', 'inputs'), gLast) : inputs.get('g_y');
  const question: Question = {
    x,
    batchFirst,
    state: states('', '_0'),
    ...(lengths && { lengths }),
    ...(expected.grads.size > 0 && { cotangents: { ...(gy && { y: gy }), state: states('g_', '_T') } }),
  };
  const { y, state, grads } = await ask(model, question);

  const outputs = new Map([['y', y], ...renamed(state, (name) => `${name}_T`)]);
  if (unread) outputs.set(`${unread}_T`, last.of(y));
  outputs.set('loss', lossOf(outputs, inputs));
  const start = unread && inputs.get(`${unread}_0`);
  const answers = {
    outputs,
    ...(grads && {
      grads: new Map([
        ['x', grads.x],
        ...renamed(grads.state, (name) => `${name}_0`),
        ...renamed(grads.params, (name) => name),
        ...(start ? [[`${unread}_0`, zeros(start.shape)] as const] : []),
      ]),
    }),
  };
  return [
    ...compareAnswers(of, expected, answers, variant.precision),
    ...(await checkInference(of, network, variant, question, expected.outputs.get('y'))),
  ];
}

/**
 * The output of a cell that never reads it at [t-1], where the case lists it as a state: the compiled module keeps no
 * such state; its last value is the last output, and its first has no influence.
 */
function unreadOutput(of: Case, cell: string, kept: readonly string[]): string | undefined {
  const { states = [] } = of.fields;
  if (!Array.isArray(states)) throw new Malformed('states is not a list of names');
  const output = parseCell({ name: of.id, text: cell }).output.name;
  const unread = states.filter((state) => !kept.includes(state));
  const unknown = unread.find((state) => state !== output);
  if (unknown !== undefined) throw new Malformed(`the cell has no state '${unknown}': nothing reads it at [t-1]`);
  return unread[0];
}

/** Reads and adds to the last step of each sequence of outputs, in the layout of the input. */
function lastSteps(x: Tensor, batchFirst: boolean, lengths: readonly number[] | undefined) {
  const batched = x.shape.length === 3;
  const swapped = (y: Tensor) => (batched && !batchFirst ? swapAxes(y) : y);
  const sequences = (y: Tensor) => (batched ? rows(swapped(y)) : [y]);
  const end = ({ shape }: Tensor, i: number) => (lengths?.[i] ?? shape[0]!) - 1;
  return {
    of(y: Tensor): Tensor {
      const steps = sequences(y).map((sequence, i) => rows(sequence)[end(sequence, i)]!);
      return batched ? stack(steps) : steps[0]!;
    },
    /** y with the values added to its last steps. */
    added(y: Tensor, values: Tensor): Tensor {
      const sums = sequences({ data: Float64Array.from(y.data), shape: y.shape });
      const size = y.shape.at(-1)!;
      sums.forEach((sequence, i) => {
        for (let j = 0; j < size; j++) sequence.data[end(sequence, i) * size + j]! += values.data[i * size + j]!;
      });
      return batched ? swapped(stack(sums)) : sums[0]!;
    },
  };
}

/** Sizes of the cell besides I and H, where the config names some: `"P": 3`. */
function otherSizes(config: Fields): Record<string, number> {
  const symbols = Object.keys(config).filter((key) => /^[A-Z]\w*$/.test(key) && !['T', 'B', 'I', 'H'].includes(key));
  return Object.fromEntries(symbols.map((symbol) => [symbol, number(config, symbol, 'config')]));
}

/** The module's names without the layer's. */
function renamed(values: NamedTensors, rename: (name: string) => string): NamedTensors {
  return new Map([...values].map(([name, value]) => [rename(name.slice(layer.length + 1)), value]));
}
