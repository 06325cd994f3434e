/** A compiled variant against the oracle: outputs, states, streaming and, where it trains, gradients. */
import { CellcError, type Compiled } from '@cellc/compiler';
import { loadSync, type Tensors } from '@cellc/runtime';
import { importCode } from '../model.ts';
import { distance, fromOracle, generator, type Results, resultsOf, type Sample, sampleFor } from '../sample.ts';
import type { Mode } from './variants.ts';

/** Largest errors, relative to the largest element of a tensor. */
export function toleranceOf({ precision, accuracy }: Mode): number {
  // The same sums in another order; single precision has 7 digits, and functions to 5e-7 add up over the time steps.
  if (precision === 'f64') return 1e-10;
  return accuracy === 'fast' ? 1e-3 : 1e-4;
}

/** More rows than any schedule handles at once, with a rest, and more than a block of a sum over rows. */
const lengths = [...Array<number>(8).fill(16), 5];

export interface Reference {
  readonly sample: Sample;
  readonly params: Tensors;
  readonly results: Results;
}

/** What the oracle computes; every variant has the same parameters and states, so any of them says what there are. */
export async function referenceFor(compiled: Compiled, seed: number): Promise<Reference> {
  const sample = sampleFor(compiled, generator(seed), lengths);
  const params = loadSync(await importCode(compiled.code), { seed }).params() as Tensors;
  return { sample, params, results: fromOracle(compiled, params, sample) };
}

export interface Verdict {
  /** The worst error of all tensors. */
  readonly error: number;
  /** What is wrong: the tensor that is off, or how the module failed. */
  readonly wrong?: string;
}

export async function verify(code: string, mode: Mode, { sample, params, results }: Reference): Promise<Verdict> {
  let [found, trains]: [Results, boolean] = [new Map(), false];
  try {
    const model = loadSync(await importCode(code), { weights: params });
    trains = model.manifest.training !== undefined;
    found = resultsOf(model, sample);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { error: Number.POSITIVE_INFINITY, wrong: `it does not run: ${error.message}` };
  }
  let worst = { name: '', error: 0 };
  // The oracle has gradients for every model, but none of what no optimiser touches.
  for (const [name, expected] of results) {
    if (!trains && name.startsWith('d ')) continue;
    const error = distance(found.get(name)!, expected);
    // Written so that NaN counts.
    if (!(error <= worst.error)) worst = { name, error };
  }
  const limit = toleranceOf(mode);
  if (worst.error <= limit) return { error: worst.error };
  return { error: worst.error, wrong: `${worst.name} is off by ${worst.error.toExponential(1)}, more than ${limit}` };
}

/** The default has to be right: everything else is compared with it. @throws E_UNSUPPORTED */
export function defaultIsWrong(name: string, wrong: string): never {
  const hint = 'cellc check looks closer; please report this';
  throw new CellcError('E_UNSUPPORTED', `${name} does not agree with the oracle: ${wrong}`, { hint });
}
