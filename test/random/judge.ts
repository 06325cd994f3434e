/**
 * Random models against the oracle. CELLC_SEED=n repeats a run (its cases have the seeds n, n + 1, …), CELLC_CASES=n
 * changes its length. There are two files of them, so that two cores share the work.
 */
import { expect, test } from 'vitest';
import { exact, examine, type Outcome } from '../support/agree.ts';
import { type Case, randomCase, showCase } from '../support/models.ts';
import { random } from '../support/random.ts';
import { shrink } from '../support/shrink.ts';

// Every local run draws new models; continuous integration always the same, so that it judges the change alone.
const given = process.env.CELLC_SEED ?? (process.env.CI ? '20261122' : undefined);
const cases = Number(process.env.CELLC_CASES ?? 150);

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

/** Tests random models; `half` tells the two files apart. */
export function testRandomModels(half: 0 | 1): void {
  // The second file goes on behind the seeds of the first.
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given) + half * cases;
  test(`${cases} random models agree with the oracle (CELLC_SEED=${seed})`, () => judgeModels(seed), 600_000);
}

async function judgeModels(seed: number): Promise<void> {
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
  console.log(summary);
  const report = [...failures.values()].map(({ count, text }) => `${count} failed, the first of them ${text}`);
  expect(failures.size, [summary, ...report].join('\n\n')).toBe(0);
}
