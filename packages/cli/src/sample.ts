/** Random data for a model, and what a run with its backward pass gives: compiled, and interpreted. */
import { type Compiled, type Named, oracleGradients, oracleRun } from '@cellc/compiler';
import { type Model, type Tensor, type Tensors, tensor } from '@cellc/runtime';

/** Sequences of different lengths, falling: what lies behind an end must not matter. */
const ragged = [5, 4, 2];

/** Everything a run and its backward pass give, by name: what targets are compared in. */
export type Results = ReadonlyMap<string, Tensor>;

/** Random data for a model: inputs, initial states, and the cotangents whose inner product with the results is the loss. */
export interface Sample {
  /** Of the sequences, from the longest on. */
  readonly lengths: readonly number[];
  /** `[sequences, time, features]`; where the model reads classes `[sequences, time]`. */
  readonly x: Tensor;
  readonly state: Tensors;
  readonly cotangents: { readonly output: Tensor; readonly state: Tensors };
}

export function sampleFor(
  { manifest }: Pick<Compiled, 'manifest'>,
  random: () => number,
  lengths: readonly number[] = ragged,
): Sample {
  const fill = (...shape: number[]): Tensor => {
    const data = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1);
    return tensor(data, shape);
  };
  const states = (): Tensors =>
    Object.fromEntries(manifest.states.map(({ name, shape }) => [name, fill(lengths.length, ...shape)]));
  const time = Math.max(...lengths);
  const steps = manifest.returns === 'last' ? [] : [time];
  const classes = (): Tensor => {
    const data = Float64Array.from({ length: lengths.length * time }, () => Math.floor(random() * manifest.input));
    return tensor(data, [lengths.length, time]);
  };
  return {
    lengths,
    x: manifest.reads === 'class' ? classes() : fill(lengths.length, time, manifest.input),
    state: states(),
    cotangents: { output: fill(lengths.length, ...steps, manifest.output), state: states() },
  };
}

/** The backward pass is left out where the module has none. */
export function resultsOf(model: Model, sample: Sample): Results {
  const { x, state, cotangents, lengths } = sample;
  const run = model.run(x, { state, lengths });
  const {
    params,
    input,
    state: initial,
  } = model.manifest.training ? model.backward(cotangents) : { params: {}, input: undefined, state: {} };
  const gradients = Object.entries({ ...params, ...(input && { input }), ...initial } as Tensors);
  return new Map<string, Tensor>([
    ['output', run.output as Tensor],
    ...Object.entries(run.state as Tensors),
    ...gradients.map(([name, value]) => [`d ${name}`, value] as const),
    ...(model.manifest.stream ? [['output of step', streamed(model, sample)] as const] : []),
  ]);
}

/** What `step` gives for the first sequence: as much as `run` does. */
function streamed(model: Model, { x, state }: Sample): Tensor {
  const { output, returns } = model.manifest;
  const first = ({ data, shape }: Tensor): Tensor => tensor(data.slice(0, data.length / shape[0]!), shape.slice(1));
  model.reset(Object.fromEntries(Object.entries(state).map(([name, value]) => [name, first(value)])));
  const size = x.shape[2] ?? 1;
  const rows = Array.from({ length: x.shape[1]! }, (_, t) => [...model.step(x.data.slice(t * size, (t + 1) * size))]);
  const wanted = returns === 'last' ? rows.slice(-1) : rows;
  return tensor(wanted.flat(), [wanted.length, output]);
}

/** The same by the interpreter, sequence by sequence; a class has no gradient, and frozen parameters are given none. */
export function fromOracle(
  { model, manifest }: Compiled,
  params: Tensors,
  { x, state, cotangents, lengths }: Sample,
): Results {
  const time = x.shape[1]!;
  const named = (tensors: Tensors, b?: number): Named =>
    new Map(
      Object.entries(tensors).map(([name, { data, shape }]) => {
        const size = shape.slice(1).reduce((n, m) => n * m, 1);
        return [name, Float64Array.from(b === undefined ? data : data.slice(b * size, (b + 1) * size))];
      }),
    );
  const rowsOf = ({ data, shape }: Tensor, b: number, count: number): Float64Array[] => {
    const size = shape.at(-1)!;
    const first = shape.length === 3 ? b * shape[1]! : b;
    return Array.from({ length: count }, (_, t) =>
      Float64Array.from(data.slice((first + t) * size, (first + t + 1) * size)),
    );
  };
  const isClass = manifest.reads === 'class';
  /** What the model's equations read: a class stands for a one-hot vector. */
  const inputsOf = (b: number, count: number): Float64Array[] =>
    isClass
      ? Array.from(x.data.slice(b * time, b * time + count), (k) =>
          Float64Array.from({ length: manifest.input }, (_, i) => (i === k ? 1 : 0)),
        )
      : rowsOf(x, b, count);
  const output = tensor(new Float64Array(cotangents.output.data.length), cotangents.output.shape);
  const results = new Map<string, Tensor>([['output', output]]);
  const put = (name: string, shape: readonly number[], at: number, values: ArrayLike<number>): void => {
    if (!results.has(name)) results.set(name, tensor(new Float64Array(shape.reduce((a, b) => a * b, 1)), shape));
    const { data } = results.get(name)!;
    for (let i = 0; i < values.length; i++) data[at + i]! += values[i]!;
  };
  lengths.forEach((length, b) => {
    const input = { x: inputsOf(b, length), params: named(params), state: named(state, b) };
    const count = manifest.returns === 'last' ? 1 : length;
    const run = oracleRun(model, input);
    const flow = oracleGradients(model, input, {
      y: rowsOf(cotangents.output, b, count),
      state: named(cotangents.state, b),
    });
    const first = manifest.returns === 'last' ? b : b * time;
    for (const [t, row] of run.y.entries()) put('output', output.shape, (first + t) * row.length, row);
    for (const { name, shape } of manifest.states) {
      const value = run.state.get(name)!;
      put(name, [lengths.length, ...shape], b * value.length, value);
    }
    for (const { name, shape, frozen } of manifest.params)
      if (!frozen) put(`d ${name}`, shape, 0, flow.params.get(name)!);
    if (!isClass) for (const [t, row] of flow.x.entries()) put('d input', x.shape, (b * time + t) * row.length, row);
    for (const { name, shape } of manifest.states) {
      const value = flow.state.get(name)!;
      put(`d ${name}`, [lengths.length, ...shape], b * value.length, value);
    }
  });
  if (manifest.stream) {
    const count = manifest.returns === 'last' ? 1 : time;
    const size = count * manifest.output;
    results.set('output of step', tensor(output.data.slice(0, size), [count, manifest.output]));
  }
  return results;
}

/** The largest difference between two tensors, relative to the largest element of the second. */
export function distance(a: Tensor, b: Tensor): number {
  let [worst, largest] = [0, 1e-3];
  for (let i = 0; i < b.data.length; i++) {
    const error = Math.abs(a.data[i]! - b.data[i]!);
    worst = Math.max(worst, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
    largest = Math.max(largest, Math.abs(b.data[i]!));
  }
  return worst / largest;
}

/** Uniform in [0, 1), the same for the same seed on every machine (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
