/** Variants against each other, in fresh processes: sampled in turns, round by round. */
import { CellcError } from '@cellc/compiler';
import { startWorker, type Worker } from './process.ts';
import { now } from './sampler.ts';
import { type Size, type Work, workName } from './workload.ts';

/** How long is measured. */
export interface Pace {
  readonly rounds: number;
  /** Of one sample, and of the time before the first. */
  readonly seconds: number;
  readonly warmUp: number;
  /** Seconds for the rounds of one workload: what is slow gets fewer rounds, but never less than three. */
  readonly budget: number;
}

const FEWEST_ROUNDS = 3;

/** A process: the code of each module in it, undefined for the machine's peak, and what its engine is started with. */
export interface Group {
  readonly codes: readonly (string | undefined)[];
  readonly flags?: readonly string[];
}

/** Seconds per operation, by entrant and round. */
export type Times = ReadonlyMap<Work, readonly (readonly number[])[]>;

/**
 * @param groups times are in the same order, without the groups
 * @param tick is called after every warm-up and every round, with the share of this race that is done
 * @throws E_UNSUPPORTED where a workload cannot be timed: its numbers are not finite
 */
export async function race(
  groups: readonly Group[],
  works: readonly Work[],
  size: Size,
  pace: Pace,
  tick: (share: number) => void,
): Promise<Times> {
  const workers: Worker[] = [];
  const times = new Map<Work, number[][]>();
  try {
    const { seconds, warmUp } = pace;
    const started = await Promise.allSettled(
      groups.map(({ codes, flags = [] }) => startWorker({ codes, size, seconds, warmUp }, flags)),
    );
    for (const start of started) if (start.status === 'fulfilled') workers.push(start.value);
    for (const start of started) if (start.status === 'rejected') throw start.reason;
    const entrants = groups.flatMap(({ codes }, i) => codes.map((_, nth) => ({ worker: workers[i]!, nth })));
    const total = works.length * (entrants.length + pace.rounds);
    for (const [i, work] of works.entries()) {
      const before = i * (entrants.length + pace.rounds);
      let each = 0;
      for (const [place, { worker, nth }] of entrants.entries()) {
        await worker.warm({ work, nth });
        const start = now();
        await worker.sample({ work, nth });
        each += now() - start;
        tick((before + place + 1) / total);
      }
      const rounds = Math.min(pace.rounds, Math.max(FEWEST_ROUNDS, Math.floor(pace.budget / each)));
      const samples: number[][] = entrants.map(() => []);
      for (let round = 0; round < rounds; round++) {
        for (const place of inOrder(entrants.length, round)) {
          const { worker, nth } = entrants[place]!;
          samples[place]!.push(await worker.sample({ work, nth }));
        }
        tick((before + entrants.length + ((round + 1) / rounds) * pace.rounds) / total);
      }
      times.set(work, samples);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CellcError('E_UNSUPPORTED', `${workName(works[times.size]!, size)} cannot be timed: ${error.message}`);
  } finally {
    for (const worker of workers) worker.end();
  }
  return times;
}

/** Every other round runs backward, so that nobody always follows the same neighbour. */
function inOrder(count: number, round: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  return round % 2 ? order.reverse() : order;
}
