/** Cases whose network goes through the importer: outputs, gradients, inference and streaming. */
import { collect, type Fed, feed, type Imported, type Ports, type Result } from '@cellc/import';
import type { Tensor } from '@cellc/runtime';
import { GpuModel } from '@cellc/runtime/webgpu';
import { type Comparison, compareAnswers, lossOf } from './compare.ts';
import { type Case, type NamedTensors, tensors } from './format.ts';
import { loadRunner, type Runner, type Variant } from './network.ts';
import { named, record, rows, stack, zeros } from './tensors.ts';
import { outputTolerance } from './tolerance.ts';

/** A network as a file of its kind, made of weights; other weights make another file of the same network. */
export interface ImportedCase {
  readonly weights: NamedTensors;
  /** By the names of the file's inputs. */
  readonly inputs: NamedTensors;
  build(weights: NamedTensors): Promise<Imported>;
  /** The case's outputs from the file's, where they are not called alike. */
  rename?(outputs: NamedTensors): NamedTensors;
  /** The inverse of `rename` for cotangents. */
  spread?(cotangents: NamedTensors): NamedTensors;
}

export async function checkImported(of: Case, variant: Variant, asked: ImportedCase): Promise<Comparison[]> {
  const given = tensors(of.fields, 'inputs');
  const expected = { outputs: tensors(of.fields, 'outputs'), grads: tensors(of.fields, 'grads') };
  const training = expected.grads.size > 0;
  const imported = await asked.build(asked.weights);
  const model = await loadImported(imported, variant, training);
  const fed = feed(imported.ports, asked.inputs, imported.spec.input);
  const run = await runFed(model, fed);
  const rename = asked.rename ?? ((outputs: NamedTensors) => outputs);
  const outputs = new Map(rename(collect(imported.ports, run)));
  outputs.set('loss', lossOf(outputs, given));
  const grads = training ? await gradients(of, asked, imported, model, run, given) : undefined;
  const comparisons = compareAnswers(of, expected, { outputs, ...(grads && { grads }) }, variant.precision);

  const plain = training ? await loadImported(imported, variant, false) : model;
  const again = rename(collect(imported.ports, await runFed(plain, fed)));
  const streamed = await stream(plain, fed, imported.ports);
  for (const [name, value] of expected.outputs) {
    const allowed = outputTolerance(of, name, variant.precision);
    const got = again.get(name);
    if (got) comparisons.push({ name: `${name} of inference`, expected: value, got, allowed });
    const steps = streamed && rename(streamed).get(name);
    if (steps)
      comparisons.push({ name: `${name} of step`, expected: firstSequence(value, steps), got: steps, allowed });
  }
  return comparisons;
}

export function loadImported({ spec, weights }: Imported, variant: Variant, training: boolean): Promise<Runner> {
  return loadRunner({ spec, params: named(weights) }, variant, training);
}

/** A run from the states that are given; the others are zero. */
export async function runFed(model: Runner, { x, state, lengths }: Fed): Promise<Result> {
  const { precision, states } = model.manifest;
  const batch = x.shape[0]!;
  const start = new Map(
    states.map(({ name, shape }) => {
      const value = state.get(name);
      return [name, value ? { ...value, shape: [batch, ...shape] } : zeros([batch, ...shape])] as const;
    }),
  );
  return model.run(record(new Map([['x', x]]), precision).x as Tensor<readonly [number, number, number]>, {
    state: record(start, precision),
    ...(lengths && { lengths }),
  });
}

/** The outputs of the first sequence alone, one step at a time, where the network can stream. */
async function stream(model: Runner, { x, state, lengths }: Fed, ports: Ports): Promise<NamedTensors | undefined> {
  if (model instanceof GpuModel || !model.manifest.stream || lengths || x.shape.length !== 3) return undefined;
  const { precision, states, returns } = model.manifest;
  const start = new Map(
    states.map(({ name, shape }) => {
      const value = state.get(name);
      return [name, value ? { ...rows(value)[0]!, shape } : zeros(shape)] as const;
    }),
  );
  model.reset(record(start, precision));
  const outputs: Tensor[] = [];
  for (const { data } of rows(rows(x)[0]!)) {
    const y = Float64Array.from(await model.step(data));
    outputs.push({ data: y, shape: [y.length] });
  }
  const output = stack(returns === 'last' ? [outputs.at(-1)!] : [stack(outputs)]);
  const final = Object.fromEntries(
    Object.entries(model.state() as Readonly<Record<string, Tensor>>).map(([name, value]) => [name, stack([value])]),
  );
  return collect(ports, { output, state: final });
}

/** The part of a tensor that another, of one sequence, stands for: the axis in which they differ is the batch. */
function firstSequence(value: Tensor, single: Tensor): Tensor {
  const axis = value.shape.findIndex((size, i) => size !== single.shape[i]);
  if (axis < 0) return value;
  const inner = value.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const length = value.shape[axis]!;
  const data = Float64Array.from(value.data.filter((_, i) => Math.floor(i / inner) % length === 0));
  return { data, shape: single.shape };
}

/** Numbers 1, 2, … in place of a tensor's, to see where each goes. */
function coded({ data, shape }: Tensor, from = 1): Tensor {
  return { data: Float64Array.from(data, (_, i) => from + i), shape };
}

/**
 * Gradients by the case's names. An import only moves numbers, and adds two biases: where each goes is found by
 * importing (or feeding, or collecting) numbered ones.
 */
async function gradients(
  of: Case,
  asked: ImportedCase,
  imported: Imported,
  model: Runner,
  run: Result,
  given: NamedTensors,
): Promise<NamedTensors> {
  const { ports, spec } = imported;
  const wanted = tensors(of.fields, 'grads');
  const cotangents = [...given].flatMap(([name, value]) =>
    name.startsWith('g_') ? [[name.slice(2), value] as const] : [],
  );
  const seeds = seedsOf(ports, run, (asked.spread ?? ((all) => all))(new Map(cotangents)));
  const back = await model.backward({
    output: record(new Map([['y', seeds.output]]), model.manifest.precision).y!,
    state: record(seeds.state, model.manifest.precision),
  });
  const result = new Map<string, Tensor>();
  for (const [name, value] of asked.inputs) {
    if (!wanted.has(name)) continue;
    const numbered = new Map(
      [...asked.inputs].map(([each, tensor]) => [each, each === name ? coded(tensor) : zeroed(tensor)]),
    );
    const fed = feed(ports, numbered, spec.input);
    const total = new Float64Array(value.data.length);
    add(total, fed.x, back.input);
    for (const [state, places] of fed.state) if (back.state[state]) add(total, places, back.state[state]);
    result.set(name, { data: total, shape: value.shape });
  }
  for (const [name, value] of asked.weights) {
    if (!wanted.has(name)) continue;
    const total = new Float64Array(value.data.length);
    const probe = async (power: number) => {
      const numbers = { ...value, data: coded(value).data.map((n) => n ** power) };
      const all = new Map([...asked.weights].map(([each, tensor]) => [each, each === name ? numbers : zeroed(tensor)]));
      return (await asked.build(all)).weights;
    };
    const [sums, squares] = [await probe(1), await probe(2)];
    for (const [param, gradient] of Object.entries(back.params as Readonly<Record<string, Tensor>>))
      sums[param]?.data.forEach((sum, at) => {
        for (const place of summands(sum, squares[param]!.data[at]!)) total[place - 1]! += gradient.data[at]!;
      });
    result.set(name, { data: total, shape: value.shape });
  }
  return result;
}

/** One or two positive whole numbers, or none, from their sum and the sum of their squares. */
function summands(sum: number, squares: number): number[] {
  if (sum === 0) return [];
  if (sum * sum === squares) return [sum];
  const difference = Math.sqrt(2 * squares - sum * sum);
  return [(sum - difference) / 2, (sum + difference) / 2];
}

const zeroed = ({ shape }: Tensor): Tensor => zeros(shape);

/** Adds each gradient to where its number came from. */
function add(total: Float64Array, places: Tensor, gradient: Tensor): void {
  places.data.forEach((place, i) => {
    if (place > 0) total[place - 1]! += gradient.data[i]!;
  });
}

/** Cotangents of the model's output and states from those of the file's outputs. */
function seedsOf(
  ports: Ports,
  { output, state }: Result,
  cotangents: NamedTensors,
): { output: Tensor; state: NamedTensors } {
  let next = 1;
  const number = (tensor: Tensor): Tensor => {
    const result = coded(tensor, next);
    next += tensor.data.length;
    return result;
  };
  const numbered = {
    output: number(output),
    state: Object.fromEntries(Object.entries(state).map(([name, value]) => [name, number(value)])),
  };
  const seeds = new Float64Array(next);
  for (const [name, places] of collect(ports, numbered))
    places.data.forEach((place, i) => {
      seeds[place]! += cotangents.get(name)?.data[i] ?? 0;
    });
  const read = ({ data, shape }: Tensor): Tensor => ({
    data: Float64Array.from(data, (place) => seeds[place]!),
    shape,
  });
  return {
    output: read(numbered.output),
    state: new Map(Object.entries(numbered.state).map(([name, places]) => [name, read(places)])),
  };
}
