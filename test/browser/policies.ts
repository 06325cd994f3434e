/** Modules under the strictest policies, in workers and worklets; and the bits that engines compute. */
import { load } from '@cellc/runtime';
import { describe, expect, test } from 'vitest';
import { compileFor, type Variant } from '../conformance/network.ts';
import { worstError } from '../support/differences.ts';
import { instantiate } from '../support/instantiate.ts';
import { exerciseCells } from './cells.ts';
import { learner, samples } from './emitted.ts';
import { exercise, fromBits, toBits } from './exercise.ts';
import type { Pages } from './pages.ts';
import { rows } from './targets.ts';

const exactVariants = rows.flatMap(({ target, exact }) => exact.map((precision): Variant => ({ target, precision })));
const isExact = ({ target, precision }: Variant): boolean =>
  rows.some((row) => row.target === target && row.exact.includes(precision));

/** Computed once for all browsers. */
const numbers = new Map<Variant, Promise<Record<string, string>>>();
function inNode(variant: Variant): Promise<Record<string, string>> {
  if (!numbers.has(variant)) numbers.set(variant, exerciseCells(load, variant));
  return numbers.get(variant)!;
}

export function testBits({ inPage }: Pages): void {
  test.each(exactVariants)('every cell gives the same bits as in Node.js: %o', async (variant) => {
    const [here, { cells: there }] = await Promise.all([
      inNode(variant),
      inPage<{ cells: Record<string, string> }>('open', 'cells', { variant }),
    ]);
    const names = Object.keys(here);
    const differing = names.filter((cell) => here[cell] !== there[cell]);
    const errors = differing.map((cell) => worstError(fromBits(there[cell]!), fromBits(here[cell]!)));
    const summary = `of ${names.length} cells, ${differing.length} differ, by at most ${Math.max(0, ...errors)}`;
    expect(differing, summary).toEqual([]);
  });
}

export function testPolicies({ ask, inPage }: Pages): void {
  describe.each(rows.map((row) => [row.target, row] as const))('%s, under a strict policy', (target, { allows }) => {
    const variant: Variant = { target, precision: 'f32' };

    test('a module runs and trains', async () => {
      const here = await exercise(load, await instantiate(compileFor(variant, learner, true)));
      const { bits } = await inPage<{ bits: string }>(target, 'use');
      if (isExact(variant)) expect(bits).toBe(toBits(here));
      expect(worstError(fromBits(bits), here)).toBeLessThan(1e-6);
    });

    test('what it does not allow is refused', async () => {
      const { allowed, violations } = await ask<{ allowed: string[] }>(target, 'forbidden');
      expect(allowed).toEqual(allows);
      expect(violations).toContain('script-src: eval');
      expect(await ask('open', 'forbidden')).toEqual({ allowed: ['eval', 'blob', 'data', 'wasm'], violations: [] });
    });

    test.each(['worker', 'worklet'])('a module streams in a %s', async (place) => {
      type Result = { samples: number; differing: number; worst: number; factor?: number; microseconds?: number };
      const result = await inPage<Result>(target, place);
      const { factor, microseconds } = result;
      if (factor && microseconds)
        console.log(
          `${target}, AudioWorklet at 44.1 kHz, LSTM 1 → 16 → 1: ${microseconds.toFixed(0)} µs for 128 samples, ${factor.toFixed(3)} of real time`,
        );
      expect(result.samples).toBe(samples);
      if (isExact(variant)) expect(result.differing).toBe(0);
      expect(result.worst).toBeLessThan(1e-6);
    });

    test('a page goes on while a model trains in it', async () => {
      type Counts = { frames: number; timers: number };
      const { loss, first, last } = await inPage<{ loss: number[]; first: Counts; last: Counts }>(target, 'fit');
      expect(loss.at(-1)).toBeLessThan(loss[0]! / 2);
      expect(last.frames).toBeGreaterThan(first.frames);
      expect(last.timers).toBeGreaterThan(first.timers);
    });
  });
}
