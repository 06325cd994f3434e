/** cellc as a contender, and what adapters share, against the equations written out in plain loops. */
import { expect, test } from 'vitest';
import { gateByGate } from '../plain.ts';
import { checkAgreement } from './agree.ts';
import { cellcSkills, targets } from './cellc.ts';
import { flatten, stacked, swapped, transposed, unstacked } from './peer.ts';
import { framesOf, idOf, lessonOf, lstmOf, sequencesOf, type Workload, workloads } from './workloads.ts';

const small: Workload = { kind: 'step', I: 3, H: 5, T: 4, B: 2 };
const lstm = lstmOf(small);

test('js is always a target, and none is there twice', () => {
  const names = targets().map(({ name }) => name);
  expect(names[0]).toBe('js');
  expect(new Set(names).size).toBe(names.length);
});

test('workloads have names of their own', () => {
  expect(new Set(workloads.map(idOf)).size).toBe(workloads.length);
});

for (const target of targets()) {
  const skills = cellcSkills(target);

  test(`${target.name}: steps are those of plain loops`, async () => {
    const work = await skills.step!(lstm, framesOf(small));
    const plain = gateByGate(lstm.gates, 3, 5);
    const h = framesOf(small).flatMap((x) => Array.from(plain.step(x)));
    checkAgreement(await work.answer(), { h });
    expect(await work.run()).not.toBeNaN();
  });

  test(`${target.name}: sequences are batch-first`, async () => {
    const data = sequencesOf(small);
    const work = await skills.sequence!(lstm, data);
    const rows = [0, 1].flatMap((b) => {
      const plain = gateByGate(lstm.gates, 3, 5);
      return [0, 1, 2, 3].flatMap((t) => Array.from(plain.step(data.x.subarray((b * 4 + t) * 3, (b * 4 + t + 1) * 3))));
    });
    checkAgreement(await work.answer(), { h: rows });
  });

  test(`${target.name}: training starts from the weights, and its loss is the mean over all h`, async () => {
    const lesson = lessonOf(small);
    const work = await skills.train!(lstm, lesson);
    const { loss, weights } = await work.answer();
    const { h } = await (await skills.sequence!(lstm, lesson)).answer();
    const mean = Array.from(h!, (value, k) => (value - lesson.y[k]!) ** 2).reduce((sum, off) => sum + off) / h!.length;
    expect(loss![0]).toBeCloseTo(mean, 6);
    expect(loss!.at(-1)).toBeLessThan(loss![0]!);
    // The first steps of Adam are about lr long, each.
    const moved = Array.from(flatten(lstm.gates), (value, k) => Math.abs(value - weights![k]!));
    expect(Math.max(...moved)).toBeLessThan(5.1 * lesson.lr);
    expect(Math.max(...moved)).toBeGreaterThan(2 * lesson.lr);
  });
}

test("a peer's own cell is what cellc computes then", async () => {
  const cell =
    'cell own(x: I) -> h: H\n\ni = W_xi @ x + W_hi @ h[t-1] + b_i\nf = W_xf @ x + W_hf @ h[t-1] + b_f\ng = W_xg @ x + W_hg @ h[t-1] + b_g\no = W_xo @ x + W_ho @ h[t-1] + b_o\nh = i * f * g * o\n';
  const one = { i: 2, f: 3, g: 5, o: 7 };
  const gates = Object.fromEntries(
    Object.entries(one).map(([name, b]) => [
      name,
      { W: Float32Array.of(0), U: Float32Array.of(0), b: Float32Array.of(b) },
    ]),
  ) as unknown as typeof lstm.gates;
  const work = await cellcSkills(targets()[0]!, cell).step!({ I: 1, H: 1, gates }, [Float32Array.of(1)]);
  checkAgreement(await work.answer(), { h: [210] });
});

test('gates are stacked, taken apart and laid out as they were', () => {
  const order = ['o', 'i', 'g', 'f'] as const;
  const [W, U, b] = (['W', 'U', 'b'] as const).map((part) => stacked(lstm.gates, part, order));
  expect(Array.from(W!.subarray(0, 15))).toEqual(Array.from(lstm.gates.o.W));
  expect(flatten(unstacked(W!, U!, b!, order))).toEqual(flatten(lstm.gates));
  expect(Array.from(transposed([1, 2, 3, 4, 5, 6], 2, 3))).toEqual([1, 4, 2, 5, 3, 6]);
  expect(Array.from(swapped([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 2, 3, 2))).toEqual([
    1, 2, 7, 8, 3, 4, 9, 10, 5, 6, 11, 12,
  ]);
});
