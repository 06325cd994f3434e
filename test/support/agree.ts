/** One model against the oracle: outputs, states and gradients, streaming, and the module without training. */
import {
  type Compiled,
  type CompileOptions,
  compileModel,
  type Named,
  oracleGradients,
  oracleRun,
} from '@cellc/compiler';
import { load, type Model, type Tensor, type Tensors, tensor } from '@cellc/runtime';
import type { GpuJsModel } from '@cellc/runtime/gpujs';
import { GpuModel } from '@cellc/runtime/webgpu';
import { giveUpModels, loadOn, type Runner, type Variant } from '../conformance/network.ts';
import { worstError } from './differences.ts';
import { instantiate } from './instantiate.ts';
import { type Case, cellText } from './models.ts';
import type { Random } from './random.ts';

/** Everything a model is given, rows past a sequence's end included. All numbers are single-precision ones. */
interface Given {
  readonly x: Tensor;
  readonly params: Tensors;
  readonly state: Tensors | undefined;
  readonly gy: Tensor;
  readonly gstate: Tensors;
}

type Results = Map<string, Float64Array>;

const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

function given(r: Random, of: Case, { manifest }: Compiled): Given {
  const { lengths, time, initial } = of;
  const draw = (shape: readonly number[], bound = 1): Tensor =>
    tensor(r.array(count(shape), bound).map(Math.fround), shape);
  const states = (): Tensors =>
    Object.fromEntries(manifest.states.map((s) => [s.name, draw([lengths.length, ...s.shape])]));
  return {
    x:
      manifest.reads === 'class'
        ? tensor(
            Array.from({ length: lengths.length * time }, () => r.int(0, manifest.input - 1)),
            [lengths.length, time],
          )
        : draw([lengths.length, time, manifest.input]),
    params: Object.fromEntries(
      manifest.params.map((p) => [p.name, p.name.endsWith('.scale') ? scaleOf(r, p.shape) : draw(p.shape, 0.8)]),
    ),
    state: initial ? states() : undefined,
    gy: draw([lengths.length, ...(manifest.returns === 'last' ? [] : [time]), manifest.output]),
    gstate: states(),
  };
}

/** Scales of a standardisation: far from zero. */
const scaleOf = (r: Random, shape: readonly number[]): Tensor =>
  tensor(
    r.array(count(shape), 0.5).map((x) => Math.fround(x + 1)),
    shape,
  );

/** The vectors that one sequence of x stands for. */
function vectors({ reads, input }: Compiled['manifest'], x: Float64Array): Float64Array[] {
  if (reads === 'features') return rows(x, input);
  return Array.from(x, (place) => Float64Array.from({ length: input }, (_, i) => (i === place ? 1 : 0)));
}

/** The numbers of one batch row. */
const row = ({ data, shape }: Tensor, b: number): Float64Array =>
  Float64Array.from(data.slice(...[b, b + 1].map((i) => i * count(shape.slice(1)))));
const rows = (data: Float64Array, width: number): Float64Array[] =>
  Array.from({ length: data.length / width }, (_, t) => data.slice(t * width, (t + 1) * width));

/** What the oracle says, sequence by sequence. */
function expected({ model, manifest }: Compiled, { lengths }: Case, g: Given, ops: CompileOptions['ops']): Results {
  const results: Results = new Map();
  const put = (name: string, length: number, from: number, values: ArrayLike<number>): void => {
    if (!results.has(name)) results.set(name, new Float64Array(length));
    results.get(name)!.set(values, from);
  };
  const params: Named = new Map(Object.entries(g.params).map(([name, { data }]) => [name, Float64Array.from(data)]));
  const isLast = manifest.returns === 'last';
  lengths.forEach((length, b) => {
    const named = (tensors: Tensors): Named =>
      new Map(Object.entries(tensors).map(([name, value]) => [name, row(value, b)]));
    const input = {
      x: vectors(manifest, row(g.x, b)).slice(0, length),
      params,
      ...(g.state && { state: named(g.state) }),
    };
    const gy = rows(row(g.gy, b), manifest.output).slice(0, isLast ? 1 : length);
    const { y, state } = oracleRun(model, input, ops);
    const gradients = oracleGradients(model, input, { y: gy, state: named(g.gstate) }, ops);
    const each = ({ data }: Tensor): number => data.length / lengths.length;
    for (const [t, values] of y.entries()) put('y', g.gy.data.length, b * each(g.gy) + t * values.length, values);
    if (manifest.reads === 'features')
      for (const [t, values] of gradients.x.entries())
        put('dx', g.x.data.length, b * each(g.x) + t * values.length, values);
    for (const [name, values] of state) put(name, lengths.length * values.length, b * values.length, values);
    for (const [name, values] of gradients.state)
      put(`d ${name} at the start`, lengths.length * values.length, b * values.length, values);
    for (const [name, values] of gradients.params) {
      if (manifest.params.find((param) => param.name === name)?.frozen) continue;
      const before = results.get(`d ${name}`);
      results.set(
        `d ${name}`,
        values.map((v, i) => v + (before?.[i] ?? 0)),
      );
    }
  });
  return results;
}

const double = ({ data }: Tensor): Float64Array => Float64Array.from(data);

/** What a compiled model says; without gradients for a module that has none. */
async function actual(model: Runner, { lengths }: Case, g: Given): Promise<Results> {
  const results: Results = new Map();
  const { output, state } = await model.run(g.x, { lengths, ...(g.state && { state: g.state }) });
  results.set('y', double(output));
  for (const [name, value] of Object.entries(state)) results.set(name, double(value));
  if (!model.manifest.training) return results;
  const gradients = await model.backward({ output: g.gy, state: g.gstate });
  if (gradients.input) results.set('dx', double(gradients.input));
  for (const [name, value] of Object.entries(gradients.params)) results.set(`d ${name}`, double(value));
  for (const [name, value] of Object.entries(gradients.state)) results.set(`d ${name} at the start`, double(value));
  return results;
}

/** The same outputs and states, streamed step by step. */
async function streamed(model: Model | GpuJsModel, { lengths }: Case, g: Given): Promise<Results> {
  const results: Results = new Map([['y', new Float64Array(g.gy.data.length)]]);
  const { manifest } = model;
  for (const { name, shape } of manifest.states) results.set(name, new Float64Array(lengths.length * count(shape)));
  for (const [b, length] of lengths.entries()) {
    const states = manifest.states.map(({ name, shape }) => [
      name,
      tensor(g.state ? row(g.state[name]!, b) : new Float64Array(count(shape)), shape),
    ]);
    model.reset(Object.fromEntries(states));
    const steps: Float64Array[] = [];
    for (const x of rows(row(g.x, b), manifest.reads === 'class' ? 1 : manifest.input).slice(0, length))
      steps.push(Float64Array.from(await model.step(x)));
    const kept = manifest.returns === 'last' ? steps.slice(-1) : steps;
    const each = g.gy.data.length / lengths.length;
    for (const [t, y] of kept.entries()) results.get('y')!.set(y, b * each + t * y.length);
    for (const [name, { data }] of Object.entries(model.state())) results.get(name)!.set(data, b * data.length);
  }
  return results;
}

export interface Worst {
  readonly what: string;
  readonly error: number;
}

function compare(
  how: string,
  results: Results,
  reference: Results,
  isDue: (name: string) => boolean = () => true,
): Worst {
  const names = [...reference.keys()].filter(isDue);
  const errors = names.map(
    (name): Worst => ({ what: `${how}: ${name}`, error: worstError(results.get(name) ?? [], reference.get(name)!) }),
  );
  return errors.reduce((a, b) => (b.error > a.error ? b : a));
}

/**
 * The most that f64 may be off, relative to elements above one and absolutely below, as in the conformance data: small
 * elements may be differences of large ones. Observed is 1e-13, so that no factor for the size of a model is needed.
 */
export const exact = 1e-12;

/**
 * The most that f32 may be off. Arithmetic is double; what is stored between loops is rounded, at most once for each
 * operation of each row, and a gradient sums over rows: so many roundings of half a unit in the last place,
 * 2⁻²⁴, of which functions amplify some a little: four times that.
 */
export function singleBound({ spec, time, lengths }: Case): number {
  const plain = spec.layers.map((layer) => ('cell' in layer ? cellText(layer) : 'y = f(W @ x + b)'));
  const texts = spec.standardize ? [...plain, '(x - m) / s; s * y + m'] : plain;
  const operations = texts.reduce((n, text) => n + (text.match(/[-+*/^@('=;]/g)?.length ?? 0), 0);
  return 4 * 2 ** -24 * operations * time * lengths.length;
}

/** The worst disagreements of one model; those of single precision in units of their bounds. */
export interface Outcome {
  readonly f64: Worst;
  readonly f32: Worst;
  readonly wasm: Worst;
}

/** The same on one executor alone, in units of its bound; where that streams, streamed as well. */
export async function examineOn(of: Case & Options, r: Random, variant: Variant): Promise<Worst> {
  const { files, ops, spec } = of;
  const options = { ...(files && { files }), ...(ops && { ops }) };
  const { target, precision } = variant;
  const compile = (training: boolean): Compiled =>
    compileModel(spec, { ...options, training, target, ...(target !== 'webgpu' && { precision }) });
  const compiled = compile(true);
  const g = given(r, of, compiled);
  const reference = expected(compiled, of, g, ops);
  const isForward = (name: string): boolean => !name.startsWith('d ') && name !== 'dx';
  const trained = await loadOn(await instantiate(compiled), g.params, variant);
  const inference = await loadOn(await instantiate(compile(false)), g.params, variant);
  const streams = compiled.manifest.stream && !(inference instanceof GpuModel) ? [inference] : [];
  const found = [
    compare(target, await actual(trained, of, g), reference),
    compare(`${target} inference`, await actual(inference, of, g), reference, isForward),
    ...(await Promise.all(streams.map((model) => streamed(model, of, g)))).map((results) =>
      compare(`${target} step`, results, reference, isForward),
    ),
  ].reduce((a, b) => (b.error > a.error ? b : a));
  giveUpModels();
  return { ...found, error: found.error / (precision === 'f64' ? exact : singleBound(of)) };
}

/** Cell files and an op table of the test's own. */
type Options = Pick<CompileOptions, 'files' | 'ops'>;

/** Everything that must agree for one model with numbers drawn from r. */
export async function examine(of: Case & Options, r: Random): Promise<Outcome> {
  const { files, ops } = of;
  const options = { ...(files && { files }), ...(ops && { ops }) };
  const compile = (precision: 'f32' | 'f64', training: boolean, target: 'js' | 'wasm' = 'js'): Compiled =>
    compileModel(of.spec, { ...options, ...(of.schedule && { schedule: of.schedule }), precision, training, target });
  const compiled = compile('f64', true);
  const g = given(r, of, compiled);
  const reference = expected(compiled, of, g, ops);
  const start = async (module: Compiled): Promise<Model> => load(await instantiate(module), { weights: g.params });
  const trained = await start(compiled);
  const inference = await start(compile('f64', false));
  const single = await start(compile('f32', true));
  const isForward = (name: string): boolean => !name.startsWith('d ') && name !== 'dx';
  const streams = compiled.manifest.stream ? [trained, inference] : [];
  const f64 = [
    compare('f64', await actual(trained, of, g), reference),
    compare('inference', await actual(inference, of, g), reference, isForward),
    ...(await Promise.all(streams.map((model) => streamed(model, of, g)))).map((results) =>
      compare('step', results, reference, isForward),
    ),
  ];
  const f32 = compare('f32', await actual(single, of, g), reference);
  const float = await start(compile('f32', true, 'wasm'));
  const floatInference = await start(compile('f32', false, 'wasm'));
  const wasm = [
    compare('wasm', await actual(float, of, g), reference),
    compare('wasm inference', await actual(floatInference, of, g), reference, isForward),
    ...(compiled.manifest.stream
      ? [compare('wasm step', await streamed(floatInference, of, g), reference, isForward)]
      : []),
  ].reduce((a, b) => (b.error > a.error ? b : a));
  return {
    f64: f64.reduce((a, b) => (b.error > a.error ? b : a)),
    f32: { ...f32, error: f32.error / singleBound(of) },
    wasm: { ...wasm, error: wasm.error / singleBound(of) },
  };
}
