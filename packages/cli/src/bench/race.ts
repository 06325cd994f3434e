/** Variants against each other: each in a fresh process, sampled in turns, round by round. */
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

/** Seconds per operation, by entrant and round. */
export type Times = ReadonlyMap<Work, readonly (readonly number[])[]>;

/**
 * @param entrants the code of each module; undefined is the machine's peak
 * @param tick is called after every warm-up and every round, with the share of this race that is done
 * @throws E_UNSUPPORTED where a workload cannot be timed: its numbers are not finite
 */
export async function race(
  entrants: readonly (string | undefined)[],
  works: readonly Work[],
  size: Size,
  pace: Pace,
  tick: (share: number) => void,
): Promise<Times> {
  const workers: Worker[] = [];
  const times = new Map<Work, number[][]>();
  const total = works.length * (entrants.length + pace.rounds);
  try {
    const { seconds, warmUp } = pace;
    const started = await Promise.allSettled(entrants.map((code) => startWorker({ code, size, seconds, warmUp })));
    for (const start of started) if (start.status === 'fulfilled') workers.push(start.value);
    for (const start of started) if (start.status === 'rejected') throw start.reason;
    for (const [nth, work] of works.entries()) {
      const before = nth * (entrants.length + pace.rounds);
      let each = 0;
      for (const [i, worker] of workers.entries()) {
        await worker.warm(work);
        const start = now();
        await worker.sample(work);
        each += now() - start;
        tick((before + i + 1) / total);
      }
      const rounds = Math.max(
        Math.min(pace.rounds, FEWEST_ROUNDS),
        Math.min(pace.rounds, Math.floor(pace.budget / each)),
      );
      const samples: number[][] = workers.map(() => []);
      for (let round = 0; round < rounds; round++) {
        for (const i of inOrder(workers.length, round)) samples[i]!.push(await workers[i]!.sample(work));
        tick((before + entrants.length + ((round + 1) / rounds) * pace.rounds) / total);
      }
      times.set(work, samples);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const done = works[times.size] ?? works[0]!;
    throw new CellcError('E_UNSUPPORTED', `${workName(done, size)} cannot be timed: ${error.message}`);
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
