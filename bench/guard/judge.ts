/** What the ratios of a guarded kernel come to. */
import { median, type Spread, spread } from '../statistics.ts';

/** One process: the working tree against the base, and against itself. */
export interface Sample {
  /** Times as long as the base, two for each round: both have two copies. */
  readonly overBase: readonly number[];
  /** The same for a second copy against the first: all that differs is noise. */
  readonly overItself: readonly number[];
}

export interface Judgement {
  readonly ratio: Spread;
  /** What a ratio may differ from 1 by and mean nothing. */
  readonly noise: number;
  readonly verdict: 'slower' | 'faster' | 'same';
}

/** No two runs on a machine that does anything else agree better than this. */
const LEAST_NOISE = 0.03;

/**
 * The median of the processes' medians, against twice the largest difference that the same code showed from itself
 * in any of them. Where one process says the opposite, nothing is decided.
 */
export function judge(samples: readonly Sample[]): Judgement {
  const own = samples.map(({ overItself }) => Math.abs(median(overItself) - 1));
  const noise = Math.max(LEAST_NOISE, 2 * Math.max(...own));
  const ratios = samples.map(({ overBase }) => median(overBase));
  const ratio = spread(ratios);
  const isSlower = ratio.median > 1 + noise && Math.min(...ratios) > 1;
  const isFaster = ratio.median < 1 / (1 + noise) && Math.max(...ratios) < 1;
  return { ratio, noise, verdict: isSlower ? 'slower' : isFaster ? 'faster' : 'same' };
}

/** How many lines of a text are new or gone, wherever they stand. */
export function changedLines(before: string, after: string): { readonly added: number; readonly removed: number } {
  const counts = new Map<string, number>();
  for (const line of before.split('\n')) counts.set(line, (counts.get(line) ?? 0) - 1);
  for (const line of after.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  let [added, removed] = [0, 0];
  for (const count of counts.values()) {
    if (count > 0) added += count;
    else removed -= count;
  }
  return { added, removed };
}

/** Without what changes with every version: hashes and version numbers. */
export function withoutVersion(code: string): string {
  return code
    .replace(/("?hash"?: ")[0-9a-f]+"/g, '$1"')
    .replace(/("?version"?: ")[^"]*"/g, '$1"')
    .replace(/Compiled by cellc \S+/, 'Compiled by cellc');
}
