/** Spoils files and has them read, one case after the other. */
import { takeAllocations } from './allocations.ts';
import { generator } from './random.ts';
import type { Reader } from './readers.ts';

/** The samples are at most 35 kB, and what stands in them should take a few times that. */
const mostBytes = 64 * 2 ** 20;

export interface Counts {
  read: number;
  refused: number;
  /** Bytes of typed arrays in the worst case. */
  mostBytes: number;
}

export interface Fault {
  readonly seed: number;
  readonly sample: string;
  readonly message: string;
}

/** Runs the case of a seed. @returns what is wrong with the reader, if anything */
export async function runCase(reader: Reader, seed: number, counts: Counts): Promise<Fault | undefined> {
  const { sample, read } = reader.spoil(generator(seed));
  takeAllocations();
  try {
    counts[await read()]++;
  } catch (error) {
    return { seed, sample, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  const bytes = takeAllocations();
  counts.mostBytes = Math.max(counts.mostBytes, bytes);
  return bytes > mostBytes ? { seed, sample, message: `it made arrays of ${bytes} bytes` } : undefined;
}

export const noCounts = (): Counts => ({ read: 0, refused: 0, mostBytes: 0 });
