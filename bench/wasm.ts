/** WebAssembly against JavaScript, and against what the machine's vectors can do at most. */
import { compileModel, type Target } from '@cellc/compiler';
import { loadSync } from '@cellc/runtime';
import { InferenceModel } from '@cellc/runtime/inference';
import type { Bench } from './bench.ts';
import { checkClose, compare, type Timing, type Variant } from './harness.ts';
import { importCompiled, lstmSpec, noise, trainedLstmSpec } from './models.ts';
import { peakKernel } from './peak.ts';
import { median, ratios } from './statistics.ts';
import { digits, table } from './terminal.ts';

interface Case {
  readonly work: 'step' | 'sequence' | 'training';
  readonly I: number;
  readonly H: number;
  readonly T: number;
  readonly B: number;
}

const TOLERANCE = 1e-5;
/** Rounds of the register-fed kernel in one call. */
const PEAK_ROUNDS = 20_000;

const steps = [
  [1, 20],
  [1, 40],
  [10, 20],
  [16, 64],
  [64, 128],
  [128, 256],
] as const;
const sequences = [
  [10, 20],
  [64, 128],
  [128, 256],
  [512, 512],
] as const;

/** The kernels of a model, without what the runtime does around them. */
class Opened extends InferenceModel {
  get opened() {
    return this.session;
  }
}

export const bench: Bench<Case, Timing[]> = {
  about: 'How much faster is WebAssembly than JavaScript, and how far from what the machine can do?',
  cases: [
    ...steps.map(([I, H]): Case => ({ work: 'step', I, H, T: 1, B: 1 })),
    ...sequences.flatMap(([I, H]) => [1, 32].map((B): Case => ({ work: 'sequence', I, H, T: 100, B }))),
    { work: 'training', I: 4, H: 3, T: 5, B: 100 },
    { work: 'training', I: 32, H: 64, T: 50, B: 32 },
    { work: 'training', I: 64, H: 128, T: 100, B: 32 },
  ],
  processes: 2,
  async measure(of) {
    const [js, wasm] = [await prepare(of, 'js'), await prepare(of, 'wasm')];
    const peak = peakKernel();
    return compare({
      rounds: 9,
      variants: [
        { name: 'js', run: js.run },
        { name: 'wasm', run: wasm.run },
        { name: 'peak', run: () => peak.run(PEAK_ROUNDS) },
      ],
      verify: () => checkClose(`${of.work} ${of.I} → ${of.H}`, wasm.result(), js.result(), TOLERANCE),
    });
  },
  report(measured) {
    const rows = measured.map(({ of, results }) => {
      const { work, I, H, T, B } = of;
      const [js, wasm, peak] = [0, 1, 2].map((variant) => results.flatMap((timings) => timings[variant]!.rounds));
      const rate = peak!.map((seconds) => (peakKernel().flopsPerRound * PEAK_ROUNDS) / seconds / 1e9);
      const own = wasm!.map((seconds) => flopsOf(of) / seconds / 1e9);
      const share = median(own.map((value, round) => value / rate[round]!));
      const name = work === 'step' ? `step ${I} → ${H}` : `${work} ${I} → ${H}, T ${T}, B ${B}`;
      const ms = median(wasm!) * 1e3;
      return [
        name,
        work === 'step' ? `${digits(ms * 1e3)} µs` : `${digits(ms)} ms`,
        `${digits(ratios(js!, wasm!).median)} ×`,
        digits(median(own)),
        digits(median(rate)),
        `${Math.round(100 * share)} %`,
      ];
    });
    return { text: table(['LSTM', 'wasm', 'js takes', 'GFLOP/s', 'peak', 'share of it'], rows), missed: [] };
  },
};

/** Products alone: a multiplication and an addition for every weight; going back, two more for those of h[t-1], one for x. */
function flopsOf({ work, I, H, T, B }: Case): number {
  const forward = 8 * H * (I + H) * T * B;
  return work === 'training' ? forward + 8 * H * (I + 2 * H) * T * B : forward;
}

/** What is timed, and numbers that must be right afterwards. */
interface Timed extends Pick<Variant, 'run'> {
  result(): Float32Array;
}

function timed(run: () => number, read: () => Float32Array): Timed {
  const result = (): Float32Array => {
    run();
    return read();
  };
  return { run, result };
}

async function prepare({ work, I, H, T, B }: Case, target: Target): Promise<Timed> {
  const spec = work === 'training' ? trainedLstmSpec(I, H) : lstmSpec(I, H);
  const module = await importCompiled(compileModel(spec, { target }));
  const model = new Opened(module);
  model.setParams(loadSync(module, { seed: 1 }).params());
  model.run({ data: noise(T * B * I, 1), shape: [B, T, I] });
  const { m, kernels, manifest } = model.opened;
  const view = (at: number, length: number): Float32Array => m.subarray(at, at + length) as Float32Array;
  if (work === 'step') {
    const { x, y } = manifest.stream!;
    view(x.at[0], I).set(noise(I, 2));
    const run = (): number => {
      kernels.step!(m);
      return m[y.at[0]]!;
    };
    return timed(run, () => view(y.at[0], H));
  }
  const y = manifest.y.at[0] + manifest.y.at[1] * B + manifest.y.at[2] * T * B;
  const forward = (): number => {
    kernels.forward!(m, T, B);
    return m[y]!;
  };
  if (work === 'sequence') return timed(forward, () => view(y, T * B * H));
  const { start, end } = manifest.values;
  const { gradients, gy } = manifest.training!;
  // What `fit` sets: hyperparameters, the number of the update, and that every row counts.
  for (const { at, default: value = 1 } of manifest.optimizer!.scalars) m[at] = value;
  const { scale, weight } = manifest.loss!;
  const [weights, rows] = [weight.at[0] + weight.at[1] * B + weight.at[2] * T * B, T * B];
  m.fill(1, weights, weights + rows);
  m[scale.at[0]] = 1 / rows;
  const before = m.slice(start, end);
  const run = (): number => {
    // The same parameters every time, so that no contender's numbers drift.
    m.set(before, start);
    forward();
    m.fill(0, start + gradients, end + gradients);
    kernels.loss!(m, T, B);
    kernels.backward!(m, T, B);
    kernels.update!(m);
    return m[start]!;
  };
  const cotangents = gy.at[0] + gy.at[1] * B + gy.at[2] * T * B;
  return timed(run, () => view(cotangents, T * B * H));
}
