/** The default schedules against the fastest ones: what `compile` loses without a tuning file. */
import { compileModel, type ModelSpec } from '@cellc/compiler';
import {
  fieldOf,
  type Pace,
  race,
  ratioOf,
  runHeats,
  type Size,
  schedulesFor,
  type Tunable,
  tunable,
  type Work,
  works,
  worksOf,
} from 'cellc/search';
import type { Bench, Measured } from './bench.ts';
import { trainedLstmSpec } from './models.ts';
import { table } from './terminal.ts';

interface Case extends Size {
  /** `LSTM 10 → 20` */
  readonly name: string;
  readonly spec: ModelSpec;
  readonly target: Tunable;
}

/** Of one workload: the time of the default over that of the fastest schedule, which is itself where it is 1. */
interface Lost {
  readonly work: Work;
  readonly ratio: number;
  /** `js rows 4` */
  readonly fastest: string;
}

/** Times the best of all schedules that the default may take. */
const LIMIT = 1.15;
/** Of the heats, how many meet the default once more, each in a process of its own. */
const FINALISTS = 4;
const PASSES = 2;
const paces = {
  heat: { rounds: 15, seconds: 0.002, warmUp: 0.1, budget: 3 },
  final: { rounds: 31, seconds: 0.002, warmUp: 0.2, budget: 5 },
} as const satisfies Record<string, Pace>;

const trains = { loss: 'mse', optimizer: { adam: { lr: 0.001 } } } as const;
/** Each with as many rows as a schedule handles at once, twice; and with few steps where a step is long. */
const models: readonly Omit<Case, 'target' | 'B'>[] = [
  ...(
    [
      [1, 20, 50],
      [10, 20, 50],
      [16, 64, 20],
      [64, 128, 10],
      [128, 256, 4],
    ] as const
  ).map(([I, H, T]) => ({
    name: `LSTM ${I} → ${H}`,
    spec: trainedLstmSpec(I, H),
    T,
  })),
  { name: 'GRU 32 → 64', spec: { name: 'gru', input: 32, layers: [{ cell: 'gru', size: 64 }], ...trains }, T: 20 },
  {
    name: '2 × LSTM 16 → 32, both directions',
    spec: { name: 'both', input: 16, layers: [{ cell: 'lstm', size: 32, repeat: 2, direction: 'both' }], ...trains },
    T: 20,
  },
];
const B = 16;

export const bench: Bench<Case, Lost[]> = {
  about: 'How much slower is the default schedule than the fastest that the tuner knows?',
  cases: models.flatMap((model) => tunable.map((target): Case => ({ ...model, B, target }))),
  processes: 1,
  async measure({ spec, target, T, B }) {
    const input = { spec, files: new Map<string, string>() };
    const { candidates } = await fieldOf(target, input, (base) => schedulesFor(target, base, false), silent.share);
    const lost: Lost[] = [];
    for (const work of worksOf(compileModel(spec))) {
      const settings = { works: [work], size: { T, B } };
      const heats = await runHeats(candidates, settings, paces.heat, silent);
      const entrants = [candidates[0], ...heats.slice(0, FINALISTS).map(({ candidate }) => candidate)];
      const times = entrants.map((): number[] => []);
      for (let pass = 0; pass < PASSES; pass++) {
        const groups = entrants.map(({ code }) => ({ codes: [code] }));
        const found = await race(groups, settings.works, settings.size, paces.final, silent.share);
        for (const [i, rounds] of found.get(work)!.entries()) times[i]!.push(...rounds);
      }
      const ratios = times.map((rounds) => ratioOf(times[0]!, rounds));
      const ratio = Math.max(...ratios);
      lost.push({ work, ratio, fastest: entrants[ratios.indexOf(ratio)]!.name });
    }
    return lost;
  },
  report(measured) {
    const cells = measured.flatMap(({ of, results: [lost] }) => lost!.map((cell) => ({ of, ...cell })));
    const missed = cells
      .filter(({ ratio }) => ratio > LIMIT)
      .map(
        ({ of, work, ratio, fastest }) =>
          `${of.name}, ${work}: the default takes ${ratio.toFixed(2)} times as long as ${fastest}, more than ${LIMIT}`,
      );
    return { text: tableOf(measured), missed };
  },
};

/** Nobody watches. */
const silent = { phase: () => undefined, share: () => undefined };

const columns = tunable.flatMap((target) => works.map((work) => ({ target, work })));

/** A row for each model, and a column for each workload of each target. */
function tableOf(measured: readonly Measured<Case, Lost[]>[]): string {
  const rows = models.map(({ name }) => {
    const own = measured.filter(({ of }) => of.name === name);
    const cells = columns.map(({ target, work }) => {
      const lost = own.find(({ of }) => of.target === target)?.results[0];
      // One that reads backward has no step.
      return lost?.find((cell) => cell.work === work)?.ratio.toFixed(2) ?? '–';
    });
    return [name, ...cells];
  });
  return table(['default over fastest', ...columns.map(({ target, work }) => `${target} ${work}`)], rows);
}
