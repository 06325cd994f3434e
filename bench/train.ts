/** One step of training (forward, loss, backward, update), and each kernel of it by itself. */
import { type Compiled, compileModel, oracleGradients } from '@cellc/compiler';
import { loadSync, tensor } from '@cellc/runtime';
import type { Arena, Kernels, Manifest, Offset, Region } from '@cellc/runtime/module';
import type { Bench } from './bench.ts';
import { checkClose, compare, type Timing, type Variant } from './harness.ts';
import { importCompiled, noise, trainedLstmSpec } from './models.ts';
import { digits, table } from './terminal.ts';

interface Size {
  readonly I: number;
  readonly H: number;
  /** Time steps and sequences. */
  readonly T: number;
  readonly B: number;
}

const TOLERANCE = 1e-5;
const parts = ['forward', 'loss', 'backward', 'update', 'step'] as const;

export const bench: Bench<Size, Timing[]> = {
  about: 'How long does one step of training an LSTM with mse and adam take, and which kernel takes it?',
  cases: [
    { I: 4, H: 3, T: 5, B: 100 },
    { I: 32, H: 64, T: 50, B: 32 },
    { I: 64, H: 128, T: 100, B: 32 },
  ],
  processes: 2,
  async measure({ I, H, T, B }) {
    const compiled = compileModel(trainedLstmSpec(I, H));
    const module = await importCompiled(compiled);
    const model = loadSync(module, { seed: 1 });
    // The streaming view looks into the model's arena: behind it lie the packed parameters.
    const start = new Float32Array(model.input.buffer);
    const variants = parts.map((name) => variant(name, module.kernels!, module.manifest, start, T, B));
    return compare({
      rounds: 5,
      variants,
      verify() {
        checkGradients(compiled, model);
        checkLearning(variants[parts.indexOf('step')]!);
      },
    });
  },
  report(measured) {
    const rows = measured.map(({ of: { I, H, T, B }, results }) => {
      const seconds = parts.map((_, part) => Math.min(...results.flatMap((timings) => timings[part]!.rounds)));
      // Multiply and add for every weight: forward once, backward for the weights once more and for h[t-1] once.
      const flops = [8 * H * (I + H), 0, 8 * H * (I + 2 * H), 0].map((perRow) => perRow * T * B);
      const total = flops.reduce((sum, kernel) => sum + kernel);
      const rate = (flop: number, part: number) => digits(flop / seconds[part]! / 1e9);
      const times = seconds.map((time) => digits(time * 1e3));
      return [`${I} → ${H}, T ${T}, B ${B}`, ...times, rate(flops[0]!, 0), rate(flops[2]!, 2), rate(total, 4)];
    });
    const head = [
      'LSTM',
      'forward ms',
      'loss ms',
      'backward ms',
      'update ms',
      'step ms',
      'forward GFLOP/s',
      'backward GFLOP/s',
      'step GFLOP/s',
    ];
    return { text: table(head, rows), missed: [] };
  },
};

/** Each variant has an arena of its own, so that no kernel's numbers drift with another's calls. */
function variant(
  name: (typeof parts)[number],
  kernels: Kernels,
  manifest: Manifest,
  start: Float32Array,
  T: number,
  B: number,
): Variant {
  const { y, loss, training, optimizer, states, values } = manifest;
  const at = ({ at }: Region) => place(at, T, B);
  const m = arena(manifest, start, T, B);
  const clock = optimizer!.scalars.find((scalar) => scalar.name === 't')!.at;
  const cotangents = states.map(({ cotangent }) => cotangent!);
  const run = {
    forward() {
      kernels.forward(m, T, B);
      return m[at(y)]!;
    },
    loss() {
      kernels.loss!(m, T, B);
      return m[loss!.value.at[0]]!;
    },
    backward() {
      m.fill(0, values.start + training!.gradients, values.end + training!.gradients);
      for (const region of cotangents) m.fill(0, at(region), at(region) + region.size * B);
      kernels.backward!(m, T, B);
      return m[values.start + training!.gradients]!;
    },
    update() {
      m[clock]!++;
      kernels.update!(m);
      return m[values.start]!;
    },
    step() {
      run.forward();
      const value = run.loss();
      run.backward();
      run.update();
      return value;
    },
  };
  // Every kernel finds what the ones before it leave.
  run.step();
  return { name, run: run[name] };
}

/** An arena as a runtime prepares it, with random data. */
function arena(manifest: Manifest, start: Float32Array, T: number, B: number): Float32Array {
  const { x, loss, optimizer, active, last } = manifest;
  const at = ({ at }: Region) => place(at, T, B);
  const m = new Float32Array(place(manifest.arena, T, B));
  m.set(start.subarray(0, manifest.arena[0]));
  m.set(noise(x.size * T * B, 1), at(x));
  m.set(noise(loss!.target.size * T * B, 2), at(loss!.target));
  m.fill(B, at(active), at(active) + T);
  for (let b = 0; b < B; b++) m[at(last) + b] = (T - 1) * B + b;
  m[loss!.scale.at[0]] = 1 / (T * B);
  for (const scalar of optimizer!.scalars) m[scalar.at] = scalar.default ?? 0;
  return m;
}

function place([fixed, perRow, perStep]: Offset, T: number, B: number): number {
  return fixed + perRow * B + perStep * T * B;
}

/** Two short sequences against the oracle. */
function checkGradients(
  { model: equations, manifest: { input, output } }: Compiled,
  model: ReturnType<typeof loadSync>,
): void {
  const [B, T] = [2, 3];
  const x = Float64Array.from(noise(B * T * input, 3));
  const dy = Float64Array.from(noise(B * T * output, 4));
  model.run(tensor(x, [B, T, input]));
  const gradients = model.backward({ output: tensor(dy, [B, T, output]) }).params;

  const params = new Map(Object.entries(model.params()).map(([name, { data }]) => [name, Float64Array.from(data)]));
  const rows = (data: Float64Array, b: number, size: number) =>
    Array.from({ length: T }, (_, t) => data.slice((b * T + t) * size, (b * T + t + 1) * size));
  const oracle = [0, 1].map(
    (b) => oracleGradients(equations, { x: rows(x, b, input), params }, { y: rows(dy, b, output) }).params,
  );
  for (const [name, { data }] of Object.entries(gradients)) {
    const expected = oracle[0]!.get(name)!.map((value, i) => value + oracle[1]!.get(name)![i]!);
    checkClose(`gradient of ${name}`, data as Arena, expected, TOLERANCE);
  }
}

/** The loss on the same data falls. */
function checkLearning(step: Variant): void {
  const before = step.run();
  for (let i = 0; i < 3; i++) step.run();
  const after = step.run();
  if (!(after < before)) throw new Error(`the loss rises from ${before} to ${after}`);
}
