/** The step at many sizes: time per multiply-accumulate, and the size of the kernels' bytecode. */
import { execFileSync } from 'node:child_process';
import { compileModel } from '@cellc/compiler';
import type { Bench } from './bench.ts';
import { compare } from './harness.ts';
import { runnable, trainedLstmSpec } from './models.ts';
import { stepVariants } from './step.ts';
import { digits, logLogChart, table } from './terminal.ts';

interface Size {
  readonly I: number;
  readonly H: number;
}

interface Found {
  /** Of the fastest round. */
  readonly seconds: number;
  /** Bytes of bytecode by kernel, where I is H. */
  readonly bytecode: Readonly<Record<string, number>>;
}

/** What no size may exceed: times its neighbours' time per multiply-accumulate, or times the model's prediction. */
const CLIFF = 3;
/** Below, activations and calls take more time than products, and neighbours differ as they should. */
const SMALL = 16;
/** V8 never optimises a function with more bytecode than this (`--max-optimized-bytecode-size`). */
const BYTECODE_LIMIT = 61440;

const hidden = [
  1, 2, 3, 4, 6, 7, 8, 12, 13, 16, 20, 24, 31, 32, 40, 48, 64, 67, 80, 96, 127, 128, 160, 192, 256, 257, 320, 384, 448,
  512,
];

export const bench: Bench<Size, Found> = {
  about: `Is there a size at which compiled code falls off a cliff (${CLIFF} times slower than sizes beside it suggest)?`,
  cases: [...hidden.map((H) => ({ I: 1, H })), ...hidden.slice(1).map((H) => ({ I: H, H }))],
  processes: 2,
  async measure(size) {
    const { variants, verify } = await stepVariants(size);
    const [compiled] = compare({ variants: variants.slice(0, 1), verify });
    return { seconds: Math.min(...compiled!.rounds), bytecode: size.I === size.H ? bytecodeOf(size) : {} };
  },
  report(measured) {
    const timed = measured.map(({ of, results }) => ({
      ...of,
      macs: macs(of),
      seconds: Math.min(...results.map((r) => r.seconds)),
      bytecode: results[0]!.bytecode,
    }));
    const [a, b] = leastSquares(timed.map(({ H, macs, seconds }) => [H / seconds, macs / seconds]));
    const missed: string[] = [];
    const rows = timed.map(({ I, H, macs, seconds, bytecode }, i) => {
      const perMac = seconds / macs;
      const overNeighbours = neighbours(timed, i).map((other) => perMac / (other.seconds / other.macs));
      const overModel = seconds / (a * H + b * macs);
      const [largest, bytes] = Object.entries(bytecode).reduce(
        (max, entry) => (entry[1] > max[1] ? entry : max),
        ['', 0],
      );
      if (Math.max(overModel, ...overNeighbours) > CLIFF)
        missed.push(`step ${I} → ${H} takes ${digits(perMac * 1e9)} ns per multiply-accumulate: a cliff`);
      if (bytes > BYTECODE_LIMIT)
        missed.push(`${largest} of ${I} → ${H} has ${bytes} bytes of bytecode: V8 will not optimise it`);
      return [
        `${I} → ${H}`,
        String(macs),
        digits(seconds * 1e6),
        digits(perMac * 1e9),
        overModel.toFixed(2),
        String(bytecode.lstm1_step ?? ''),
        largest && `${largest} ${bytes}`,
      ];
    });
    const head = ['LSTM', 'MACs', 'µs', 'ns/MAC', 'of model', 'bytecode of step', 'largest kernel'];
    const series = (mark: string, name: string, one: boolean) => ({
      mark,
      name,
      points: timed.filter(({ I }) => (I === 1) === one).map(({ macs, seconds }) => [macs, seconds * 1e6] as const),
    });
    const chart = logLogChart(
      [series('o', 'H → H', false), series('·', '1 → H', true)],
      'multiply-accumulates',
      'µs per step',
    );
    const model = `model: ${digits(a * 1e9)} ns per unit (activations) + ${digits(b * 1e9)} ns per multiply-accumulate`;
    return { text: [table(head, rows), model, chart].join('\n\n'), missed };
  },
};

/** The sizes before and after on the same curve, as far as they are large enough to compare. */
function neighbours<S extends Size>(sizes: readonly S[], i: number): S[] {
  return [sizes[i - 1], sizes[i + 1]].filter(
    (other) => other && Math.min(other.H, sizes[i]!.H) > SMALL && (other.I === 1) === (sizes[i]!.I === 1),
  ) as S[];
}

function macs({ I, H }: Size): number {
  return 4 * H * (I + H);
}

/** Least squares of `a * p + b * q = 1`: relative errors, so that small sizes count as much as large ones. */
function leastSquares(points: readonly (readonly [number, number])[]): [a: number, b: number] {
  let [pp, pq, qq, p1, q1] = [0, 0, 0, 0, 0];
  for (const [p, q] of points) {
    pp += p * p;
    pq += p * q;
    qq += q * q;
    p1 += p;
    q1 += q;
  }
  const determinant = pp * qq - pq * pq;
  return [(p1 * qq - q1 * pq) / determinant, (q1 * pp - p1 * pq) / determinant];
}

/** Bytes of bytecode of every kernel of a training module's layer, as V8 itself counts them. */
function bytecodeOf({ I, H }: Size): Record<string, number> {
  const compiled = compileModel(trainedLstmSpec(I, H));
  const flags = ['--print-bytecode', '--print-bytecode-filter=lstm1_*', '--input-type=module'];
  // Functions are compiled when first called.
  const input = runnable(compiled, 'for (const kernel of Object.values(kernels)) kernel(m, 1, 1);');
  const listing = execFileSync(process.execPath, flags, { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const entries = listing.matchAll(/generated bytecode for function: (\w+)[\s\S]*?Bytecode length: (\d+)/g);
  return Object.fromEntries(Array.from(entries, ([, name, bytes]) => [name!, Number(bytes)]));
}
