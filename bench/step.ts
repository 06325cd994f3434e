/** Streaming: `step` of a compiled LSTM against the same cell written by hand. */
import { compileModel } from '@cellc/compiler';
import { loadSync } from '@cellc/runtime';
import type { Bench } from './bench.ts';
import { checkClose, compare, type Timing, type Variant } from './harness.ts';
import { importCompiled, lstmSpec, noise } from './models.ts';
import { gateByGate, gatesOf, gatesTogether, type PlainCell } from './plain.ts';
import { ratios, show } from './statistics.ts';
import { digits, table } from './terminal.ts';

interface Size {
  readonly I: number;
  readonly H: number;
}

const TARGET = 2;
const TOLERANCE = 1e-5;
/** Different inputs one after another: a cell at rest in a fixed point would be kinder to branch predictors than data is. */
const FRAMES = 16;

/** The compiled LSTM and the two by hand, with the same weights and inputs. */
export async function stepVariants({ I, H }: Size): Promise<{ variants: Variant[]; verify(): void }> {
  const module = await importCompiled(compileModel(lstmSpec(I, H)));
  const load = () => loadSync(module, { seed: 1 });
  const gates = gatesOf(load().params());
  const frames = Array.from({ length: FRAMES }, (_, t) => noise(I, t + 1));
  const makers: [string, () => PlainCell][] = [
    ['compiled', load],
    ['gate by gate', () => gateByGate(gates, I, H)],
    ['gates together', () => gatesTogether(gates, I, H)],
  ];
  return {
    verify() {
      const [compiled, ...byHand] = makers.map(([, make]) => make());
      for (const x of frames) {
        const y = compiled!.step(x);
        for (const cell of byHand) checkClose(`h of ${I} → ${H}`, y, cell.step(x), TOLERANCE);
      }
    },
    variants: makers.map(([name, make]) => {
      const cell = make();
      const run = () => {
        let sum = 0;
        for (let t = 0; t < FRAMES; t++) sum += cell.step(frames[t]!)[0]!;
        return sum;
      };
      return { name, run, operations: FRAMES };
    }),
  };
}

export const bench: Bench<Size, Timing[]> = {
  about: `How much faster is a compiled LSTM's step than the same cell written by hand? At least ${TARGET} times.`,
  cases: [
    { I: 1, H: 20 },
    { I: 1, H: 40 },
    { I: 10, H: 20 },
    { I: 16, H: 64 },
    { I: 64, H: 128 },
    { I: 128, H: 256 },
  ],
  processes: 3,
  measure: async (size) => compare(await stepVariants(size)),
  report(measured) {
    const missed: string[] = [];
    const rows = measured.map(({ of: { I, H }, results }) => {
      const [compiled, byGate, together] = [0, 1, 2].map((variant) =>
        results.flatMap((timings) => timings[variant]!.rounds),
      );
      const [plain, tuned] = [ratios(byGate!, compiled!), ratios(together!, compiled!)];
      if (plain.median < TARGET)
        missed.push(`step ${I} → ${H} is ${plain.median.toFixed(2)} times as fast, not ${TARGET}`);
      const micro = (times: readonly number[]) => digits(Math.min(...times) * 1e6);
      return [`${I} → ${H}`, micro(compiled!), micro(byGate!), micro(together!), show(plain), show(tuned)];
    });
    const head = [
      'LSTM',
      'compiled µs',
      'gate by gate µs',
      'gates together µs',
      'against gate by gate',
      'against together',
    ];
    return { text: table(head, rows), missed };
  },
};
