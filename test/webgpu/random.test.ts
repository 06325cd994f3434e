/** Random models as WebGPU's shaders, on a device that checks what threads do in the memory that they share. */
import { expect, test } from 'vitest';
import { chooseSeed } from '../random/declare.ts';
import { examineOn } from '../support/agree.ts';
import { useDevice } from '../support/gpu.ts';
import { type Case, randomCase, showCase } from '../support/models.ts';
import { random } from '../support/random.ts';
import { emulatedDevice } from '../support/shaders.ts';

const cases = Number(process.env.CELLC_CASES ?? 4);
const seed = chooseSeed();
const shaders = { target: 'webgpu', precision: 'f32' } as const;

/** A random model on few sequences, which go through time alone, or on so many that some go together and a few are left over. */
function caseOf(number: number): Case {
  const of = randomCase(random(number));
  const r = random(number + 1);
  const lengths = Array.from({ length: r.int(1, 14) }, () => r.int(1, of.time));
  return { ...of, lengths: r.chance(0.5) ? lengths : lengths.map(() => of.time) };
}

test(`${cases} random models agree with the oracle (CELLC_SEED=${seed})`, { timeout: 600_000 }, async () => {
  useDevice(emulatedDevice());
  const failures: string[] = [];
  for (let i = seed; i < seed + cases; i++) {
    const of = caseOf(i);
    // A kink (relu, max) may be met once, but not with other numbers again.
    const judge = () =>
      examineOn(of, random(i), shaders).catch((error: unknown) => ({ what: String(error), error: Infinity }));
    const [first, again] = [await judge(), async () => examineOn(of, random(i + 2 ** 31), shaders)];
    if (first.error > 1 && (first.error === Infinity || (await again()).error > 1))
      failures.push(`CELLC_SEED=${i} CELLC_CASES=1\n${first.what}: ${first.error}\n${showCase(of)}`);
  }
  expect(failures.length, failures.join('\n\n')).toBe(0);
});

test.each([
  ['read what one of them is about to write, before a barrier of the other kind', 3005],
  ['of two phases, which share a place, were in one dispatch', 3015],
])('threads that %s, are kept apart', async (_, number) => {
  useDevice(emulatedDevice());
  const of = { ...caseOf(number), time: 2, lengths: [2, 2] };
  expect((await examineOn(of, random(number), shaders)).error).toBeLessThan(1);
});

test('products that are large enough for tiles agree with the oracle, beyond their edges too', async () => {
  useDevice(emulatedDevice());
  const cell = ['cell c(x: I) -> h: H', 'h = tanh(W @ x + U @ h[t-1] + b)'];
  const spec = { name: 'm', input: 70, layers: [{ cell, size: 66 }], output: 'sequence' } as const;
  for (const lengths of [
    [3, 3, 3, 3, 3, 3],
    [3, 1, 2, 3, 3],
  ])
    expect((await examineOn({ spec, time: 3, lengths, initial: true }, random(seed), shaders)).error).toBeLessThan(1);
});
