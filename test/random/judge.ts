/** Random models against the oracle: what fails, made small. Runs in browsers, too. */
import type { Variant } from '../conformance/network.ts';
import { exact, examine, examineOn, type Outcome } from '../support/agree.ts';
import { type Case, randomCase, showCase } from '../support/models.ts';
import { random } from '../support/random.ts';
import { shrink } from '../support/shrink.ts';

interface Failure {
  readonly failed: true;
  /** Failures of one kind have one cause, most likely. */
  readonly kind: string;
  readonly what: string;
}

/** What is wrong with a case, if anything is: in words, and as a kind that a smaller case must share. */
async function judge(of: Case, numbers: number): Promise<Failure | Outcome> {
  try {
    const outcome = await examine(of, random(numbers));
    const { f64, f32, wasm } = outcome;
    if (f64.error <= exact && f32.error <= 1 && wasm.error <= 1) return outcome;
    const single = f32.error > 1 ? f32 : wasm;
    const [{ what }, text] =
      f64.error > exact ? [f64, `relative error ${f64.error}`] : [single, `${single.error} times the bound`];
    return { failed: true, kind: what.replace(/:( d)?.*/, '$1'), what: `${what}: ${text}` };
  } catch (error) {
    const what = String(error);
    return { failed: true, kind: what.replace(/[\d`].*|buffer \S+/gs, ''), what };
  }
}

/** Single precision may come down on the other side of a kink (relu, max): but not with other numbers again. */
async function judgeTwice(of: Case, numbers: number): Promise<Failure | Outcome> {
  const first = await judge(of, numbers);
  return 'failed' in first && /^(f32|wasm)/.test(first.kind) ? judge(of, numbers + 2 ** 31) : first;
}

export interface Judgement {
  /** The seed, and the worst errors of the models that agree. */
  readonly summary: string;
  /** One text for each kind of failure: how often, how to repeat it, and the smallest model found that has it. */
  readonly failures: readonly string[];
}

/** Judges the models of the seeds `seed`, `seed + 1`, …, so many of them. */
export async function judgeModels(seed: number, cases: number): Promise<Judgement> {
  const worst = { f64: 0, f32: 0, wasm: 0 };
  const failures = new Map<string, { count: number; text: string }>();
  for (let i = 0; i < cases; i++) {
    const of = randomCase(random(seed + i));
    const verdict = await judgeTwice(of, seed + i);
    if (!('failed' in verdict)) {
      worst.f64 = Math.max(worst.f64, verdict.f64.error);
      worst.f32 = Math.max(worst.f32, verdict.f32.error);
      worst.wasm = Math.max(worst.wasm, verdict.wasm.error);
      continue;
    }
    const { kind } = verdict;
    const known = failures.get(kind);
    if (known) known.count++;
    else {
      const isSame = async (candidate: Case): Promise<boolean> => {
        const found = await judgeTwice(candidate, seed + i);
        return 'failed' in found && found.kind === kind;
      };
      const small = await shrink(of, isSame);
      const found = await judgeTwice(small, seed + i);
      const what = 'failed' in found ? found.what : '';
      failures.set(kind, { count: 1, text: `CELLC_SEED=${seed + i} CELLC_CASES=1\n${what}\n${showCase(small)}` });
    }
  }
  const summary = `seed ${seed}: worst relative error in f64 ${worst.f64.toExponential(1)}, in f32 ${worst.f32.toFixed(2)} of its bound, in wasm ${worst.wasm.toFixed(3)}`;
  const texts = [...failures.values()].map(({ count, text }) => `${count} failed, the first of them ${text}`);
  return { summary, failures: texts };
}

/** The same on one executor, of models with so many layers at most; what fails is told as it is found. */
export async function judgeOn(
  seed: number,
  cases: number,
  variant: Variant,
  mostLayers: number = Number.POSITIVE_INFINITY,
): Promise<Judgement> {
  let worst = 0;
  const failures: string[] = [];
  const seeds = smallSeeds(seed, cases, mostLayers);
  for (const at of seeds) {
    const of = randomCase(random(at));
    const judged = async (numbers: number): Promise<string> => {
      try {
        const { what, error } = await examineOn(of, random(numbers), variant);
        if (error <= 1) worst = Math.max(worst, error);
        return error <= 1 ? '' : `${what}: ${error} times the bound`;
      } catch (error) {
        return String(error);
      }
    };
    const first = await judged(at);
    const again = first && (await judged(at + 2 ** 31));
    if (again) failures.push(`CELLC_SEED=${at} CELLC_CASES=1\n${again}\n${showCase(of)}`);
  }
  const where = [variant.target, variant.mode, variant.precision].filter(Boolean).join(' ');
  return { summary: `seed ${seed}: worst error on ${where} ${worst.toFixed(3)} of its bound`, failures };
}

/** The first seeds, from this one on, of models that have few layers. */
function smallSeeds(seed: number, count: number, mostLayers: number): number[] {
  const seeds: number[] = [];
  for (let at = seed; seeds.length < count; at++)
    if (randomCase(random(at)).spec.layers.length <= mostLayers) seeds.push(at);
  return seeds;
}
