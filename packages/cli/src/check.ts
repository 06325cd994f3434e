/** cellc check: gradients against differences, and compiled modules against the interpreter. */
import { type Compiled, type CompileOptions, compileModel, type Target } from '@cellc/compiler';
import { loadSync, type Model, type Tensor, type Tensors } from '@cellc/runtime';
import { command } from './command.ts';
import { columns, styled } from './format.ts';
import { aCell, cellOrSpec, readSpecOrCell } from './input.ts';
import { importCode } from './model.ts';
import { checkApply, usage } from './options.ts';
import { worstError } from './probe.ts';
import { distance, fromOracle, generator, type Results, resultsOf, type Sample, sampleFor } from './sample.ts';

/** Largest errors, relative to the largest element of a tensor. */
const tolerances = {
  /** Central differences of fourth order in double precision lose about half of its 16 digits. */
  differences: 1e-6,
  /** The same sums in another order. */
  f64: 1e-10,
  /** Single precision has 7 digits; a few are lost over the time steps. */
  f32: 1e-4,
  /** Single precision, where sums and functions are single, too. */
  wasm: 1e-4,
} as const;

type Kind = keyof typeof tolerances;

/** A tensor and how far it is off. */
interface Row {
  readonly tensor: string;
  readonly shape: readonly number[];
  readonly errors: Partial<Record<Kind, number>>;
  readonly ok: boolean;
}

export const check = command({
  name: 'check',
  args: 'SPEC|CELL',
  summary: 'check gradients and targets of a model or a cell',
  about: `Compiles the model, or the single cell, and runs it on random sequences of different lengths. The gradients
of every trained parameter, of the initial states and of an input of numbers are compared with central
differences in double precision; outputs, states and gradients of the js target, in double and in single
precision, and those of the wasm target with an interpreter that goes straight by the equations. Errors are
relative to the largest element of a tensor.`,
  example: `cellc check gru --size 8 --input 3

tensor              shape  differences      f64     f32    wasm
tolerance                       1.0e-6  1.0e-10  1.0e-4  1.0e-4
output          [3, 5, 8]               2.5e-16  2.8e-8  1.2e-7
gru1.h             [3, 8]               3.7e-16  3.9e-8  1.1e-7
d gru1.W_xr        [8, 3]      5.2e-11  3.3e-16  8.7e-8  8.9e-8
…
PASS`,
  failure: 'an error is too large, or the spec or the cell is wrong',
  options: {
    size: {
      kind: 'number',
      value: 'H',
      least: 1,
      for: [aCell],
      default: 8,
      doc: 'hidden size (other sizes, such as P, are half of it)',
    },
    input: { kind: 'number', value: 'I', least: 1, for: [aCell], default: 3, doc: 'features that it reads' },
    seed: { kind: 'number', value: 'N', least: 0, default: 0, doc: 'seed of the parameters and the data' },
  },
  async run(parsed, { cwd, color }) {
    const { values, positionals } = parsed;
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) usage(`check takes one spec or cell, not ${positionals.length}`);
    checkApply(parsed, cellOrSpec(name));
    const input = await readSpecOrCell(name, cwd, values);
    const rows = await checkModel(
      (options) => compileModel(input.spec, { files: input.files, training: true, ...options }),
      values.seed,
    );
    const ok = rows.every((row) => row.ok);
    const style = styled(color);
    const verdict = ok ? style('green', 'PASS') : style('red', 'FAIL');
    return { json: { seed: values.seed, tolerances, rows, ok }, text: `${table(rows)}\n${verdict}`, code: ok ? 0 : 1 };
  },
});

function table(rows: readonly Row[]): string {
  const kinds = Object.keys(tolerances) as Kind[];
  const number = (error: number | undefined): string => (error === undefined ? '' : error.toExponential(1));
  const lines = rows.map(({ tensor: what, shape, errors, ok }) => [
    what,
    `[${shape.join(', ')}]`,
    ...kinds.map((kind) => number(errors[kind])),
    ok ? '' : 'too large',
  ]);
  return columns(
    [['tensor', 'shape', ...kinds], ['tolerance', '', ...kinds.map((kind) => number(tolerances[kind]))], ...lines],
    `lr${'r'.repeat(kinds.length)}l`,
  );
}

async function checkModel(compileWith: (options: CompileOptions) => Compiled, seed: number): Promise<Row[]> {
  const exact = compileWith({ precision: 'f64' });
  const random = generator(seed);
  const f64 = loadSync(await importCode(exact.code), { seed });
  const sample = sampleFor(exact, random);
  const params = f64.params() as Tensors;
  const single = async (target: Target): Promise<Results> => {
    const { code } = compileWith({ precision: 'f32', target });
    return resultsOf(loadSync(await importCode(code), { weights: params }), sample);
  };
  const oracle = fromOracle(exact, params, sample);
  const results = { f64: resultsOf(f64, sample), f32: await single('js'), wasm: await single('wasm') };
  const differences = differencesOf(f64, params, sample, results.f64, random);
  return [...oracle].map(([name, reference]): Row => {
    const difference = differences.get(name);
    const errors = {
      ...(difference !== undefined && { differences: difference }),
      f64: distance(results.f64.get(name)!, reference),
      f32: distance(results.f32.get(name)!, reference),
      wasm: distance(results.wasm.get(name)!, reference),
    };
    const ok = Object.entries(errors).every(([kind, error]) => error <= tolerances[kind as Kind]);
    return { tensor: name, shape: reference.shape, errors, ok };
  });
}

/** Worst errors of the gradients against central differences of the loss, by name. */
function differencesOf(
  model: Model,
  params: Tensors,
  sample: Sample,
  results: Results,
  random: () => number,
): Map<string, number> {
  const { x, state, cotangents, lengths } = sample;
  const loss = (): number => {
    const run = model.run(x, { state, lengths });
    const finals = Object.entries(run.state as Tensors).reduce(
      (sum, [name, value]) => sum + inner(value, cotangents.state[name]!),
      0,
    );
    return inner(run.output as Tensor, cotangents.output) + finals;
  };
  const errors = new Map<string, number>();
  const probe = (name: string, value: Tensor, changed: () => void): void => {
    const changedLoss = (): number => {
      changed();
      return loss();
    };
    const gradient = results.get(`d ${name}`)!.data;
    errors.set(`d ${name}`, worstError({ data: value.data as Float64Array, gradient, value: changedLoss }, random));
    changed();
  };
  for (const { name, frozen } of model.manifest.params)
    if (!frozen) probe(name, params[name]!, () => model.setParams(params));
  const read = model.manifest.reads === 'class' ? state : { input: x, ...state };
  for (const [name, value] of Object.entries(read)) probe(name, value, () => undefined);
  return errors;
}

function inner(a: Tensor, b: Tensor): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += a.data[i]! * b.data[i]!;
  return sum;
}
