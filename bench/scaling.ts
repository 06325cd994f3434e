/** How cost grows: time with H, T, B and layers; memory of training with T; compile time and module size with H. */
import { compileModel, type ModelSpec } from '@cellc/compiler';
import { loadSync, tensor } from '@cellc/runtime';
import type { Manifest } from '@cellc/runtime/module';
import type { Bench } from './bench.ts';
import { checkClose, compare, compareSlow, now } from './harness.ts';
import { importCompiled, noise } from './models.ts';
import { median, powerLaw } from './statistics.ts';
import { lineChart } from './svg.ts';
import { digits, table } from './terminal.ts';

interface Case {
  readonly curve: CurveName;
  readonly value: number;
}

/** A curve's y at one x, in the curve's unit. */
type Found = number;

interface Curve {
  readonly title: string;
  /** The axis: what grows. */
  readonly x: string;
  readonly unit: 'µs' | 'ms' | 'MB' | 'kB';
  readonly values: readonly number[];
  /** What the exponent of large sizes would be if nothing but the arithmetic counted. */
  readonly ideal: number;
  measure(value: number): Found | Promise<Found>;
}

const TOLERANCE = 1e-5;
const ROUNDS = 7;
const powers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => 2 ** (from + i));

const lstms = (input: number, size: number, repeat = 1): ModelSpec => ({
  name: 'scaling',
  input,
  layers: [{ cell: 'lstm', size, repeat }],
});
const trained = (input: number, size: number): ModelSpec => ({ ...lstms(input, size), loss: 'mse', optimizer: 'adam' });

const curves = {
  'step, H': {
    title: 'step of H → H',
    x: 'H',
    unit: 'µs',
    values: powers(3, 10),
    ideal: 2,
    measure: (H) => stepSeconds(lstms(H, H)).then((seconds) => seconds * 1e6),
  },
  'step, layers': {
    title: 'step of layers of 64 → 64',
    x: 'layers',
    unit: 'µs',
    values: powers(0, 4),
    ideal: 1,
    measure: (layers) => stepSeconds(lstms(64, 64, layers)).then((seconds) => seconds * 1e6),
  },
  'run, T': {
    title: 'run of 32 → 64, B 1',
    x: 'T',
    unit: 'ms',
    values: powers(3, 11),
    ideal: 1,
    measure: (T) => runSeconds(T, 1).then((seconds) => seconds * 1e3),
  },
  'run, B': {
    title: 'run of 32 → 64, T 50',
    x: 'B',
    unit: 'ms',
    values: powers(0, 8),
    ideal: 1,
    measure: (B) => runSeconds(50, B).then((seconds) => seconds * 1e3),
  },
  'training, T': {
    title: 'update of 32 → 64, B 8',
    x: 'T',
    unit: 'ms',
    values: powers(2, 9),
    ideal: 1,
    measure: (T) => updateSeconds(T, 8).then((seconds) => seconds * 1e3),
  },
  'training memory, T': {
    title: 'arena of 64 → 128, B 32, training',
    x: 'T',
    unit: 'MB',
    values: powers(2, 11),
    ideal: 1,
    measure: (T) => arenaBytes(compileModel(trained(64, 128)).manifest, T, 32) / 1e6,
  },
  'compile time, H': {
    title: 'compiling H → H with training',
    x: 'H',
    unit: 'ms',
    values: powers(4, 11),
    ideal: 0,
    measure: compileMilliseconds,
  },
  'module size, H': {
    title: 'module of H → H with training',
    x: 'H',
    unit: 'kB',
    values: powers(4, 11),
    ideal: 0,
    measure: (H) => compileModel(trained(H, H)).code.length / 1e3,
  },
} as const satisfies Record<string, Curve>;

type CurveName = keyof typeof curves;
const names = Object.keys(curves) as CurveName[];

export const bench: Bench<Case, Found> = {
  about: 'How does cost grow with H, T, B and layers, and memory with T? Compile time and module size must not grow.',
  cases: names.flatMap((curve) => curves[curve].values.map((value) => ({ curve, value }))),
  processes: 2,
  measure: ({ curve, value }) => curves[curve].measure(value),
  report(measured) {
    const missed: string[] = [];
    const charts = new Map<string, string>();
    const lines = names.map((name) => {
      const points = measured
        .filter(({ of }) => of.curve === name)
        .map(({ of, results }) => [of.value, Math.min(...results)] as const);
      return { name, curve: curves[name] as Curve, points };
    });
    const rows = lines.map(({ curve, points }) => {
      const late = powerLaw(points.slice(-Math.ceil(points.length / 2)));
      const [first, last] = [points[0]!, points.at(-1)!];
      if (curve.ideal === 0 && last[1] > 3 * first[1])
        missed.push(`${curve.title} grows from ${digits(first[1])} to ${digits(last[1])} ${curve.unit}`);
      const exponents = [powerLaw(points).exponent, late.exponent].map((exponent) => exponent.toFixed(2));
      const end = ([x, y]: readonly [number, number]) => `${digits(y)} ${curve.unit} at ${x}`;
      return [curve.title, curve.x, end(first), end(last), ...exponents, String(curve.ideal)];
    });
    for (const group of ['µs', 'ms', 'MB', 'kB'] as const) {
      const drawn = lines.filter(({ curve }) => curve.unit === group);
      // Curves share a chart where they share a unit.
      const title = { µs: 'Streaming steps', ms: 'Sequences, training, compiling', MB: 'Memory', kB: 'Module size' }[
        group
      ];
      const x = [...new Set(drawn.map(({ curve }) => curve.x))].join(', ');
      const series = drawn.map(({ curve, points }) => ({
        name: curve.title,
        note: `grows with ${curve.x} to the power of ${powerLaw(points).exponent.toFixed(2)}`,
        points,
      }));
      const file = { µs: 'step', ms: 'time', MB: 'memory', kB: 'module' }[group];
      charts.set(`scaling-${file}.svg`, lineChart({ title, x, y: `${group}, both axes logarithmic` }, series));
    }
    const head = ['cost of', 'against', 'from', 'to', 'exponent', 'of the upper half', 'of the arithmetic'];
    return { text: table(head, rows), missed, charts };
  },
};

/** Elements of the arena at T and B, of four bytes each. */
export function arenaBytes({ arena: [fixed, perRow, perStep] }: Manifest, T: number, B: number): number {
  return 4 * (fixed + perRow * B + perStep * T * B);
}

async function stepSeconds(spec: ModelSpec): Promise<number> {
  const load = await loader(spec);
  const model = load();
  const frames = Array.from({ length: 8 }, (_, t) => noise(model.manifest.input, t + 1));
  const variant = {
    name: 'step',
    operations: frames.length,
    run: () => frames.reduce((sum, x) => sum + model.step(x)[0]!, 0),
  };
  const [timing] = compare({ variants: [variant], rounds: ROUNDS, verify: () => checkStreaming(load) });
  return median(timing!.rounds);
}

async function runSeconds(T: number, B: number): Promise<number> {
  const load = await loader(lstms(32, 64));
  const model = load();
  const xs = tensor(noise(B * T * 32, 1), [B, T, 32]);
  const variant = { name: 'run', run: () => model.run(xs).output.data[0]! };
  const [timing] = compare({ variants: [variant], rounds: ROUNDS, verify: () => checkStreaming(load) });
  return median(timing!.rounds);
}

async function updateSeconds(T: number, B: number): Promise<number> {
  const model = (await loader(trained(32, 64)))();
  const data = { x: tensor(noise(B * T * 32, 1), [B, T, 32]), y: tensor(noise(B * T * 64, 2), [B, T, 64]) };
  const epochs = Math.max(1, Math.ceil(256 / T));
  const train = async () => (await model.fit(data, { epochs, batchSize: B, shuffle: false })).loss;
  const loss = [...(await train()), ...(await train())];
  if (!(loss.at(-1)! < loss[0]!)) throw new Error(`the loss rises from ${loss[0]} to ${loss.at(-1)}`);
  const variants = [{ name: 'update', operations: epochs, run: async () => (await train()).at(-1)! }];
  const [timing] = await compareSlow({ variants, rounds: ROUNDS, budget: 5 });
  return median(timing!.rounds);
}

async function loader(spec: ModelSpec) {
  const module = await importCompiled(compileModel(spec));
  return () => loadSync(module, { seed: 1 });
}

/** A run over a few steps gives what the steps give. */
function checkStreaming(load: Awaited<ReturnType<typeof loader>>): void {
  const [model, T] = [load(), 3];
  const { input, output } = model.manifest;
  const x = noise(T * input, 9);
  const whole = model.run(tensor(x, [T, input])).output.data;
  for (let t = 0; t < T; t++) {
    const y = model.step(x.subarray(t * input, (t + 1) * input));
    checkClose(`step ${t}`, y, whole.subarray(t * output, (t + 1) * output), TOLERANCE);
  }
}

/** The median of a few, after a first one that loads and warms up the compiler. */
function compileMilliseconds(H: number): number {
  const times = Array.from({ length: 2 * ROUNDS }, () => {
    const start = now();
    if (!compileModel(trained(H, H)).code) throw new Error('nothing was compiled');
    return (now() - start) * 1e3;
  });
  return median(times.slice(ROUNDS));
}
