/** Training written out plainly, on the oracle: one sequence after another, stochastic gradient descent, squared errors. */
import { type Compiled, compileModel, type ModelSpec, type Named, oracleGradients, oracleRun } from '@cellc/compiler';
import { load, type Model, type Tensor, tensor } from '@cellc/runtime';
import { expect, vi } from 'vitest';
import { instantiate } from '../support/instantiate.ts';
import type { Random } from '../support/random.ts';

/** The oracle derives everything again each time, and other tests want the processor too. */
vi.setConfig({ testTimeout: 30_000 });

export interface Start {
  readonly compiled: Compiled;
  readonly model: Model;
  readonly params: Named;
}

/** Tests start from one spec many times. */
const known = new Map<string, Compiled>();

/** A compiled model with its parameters as the oracle wants them. */
export async function start(spec: ModelSpec, seed = 3, precision: 'f32' | 'f64' = 'f64'): Promise<Start> {
  const key = JSON.stringify([spec, precision]);
  const compiled = known.get(key) ?? compileModel(spec, { precision });
  known.set(key, compiled);
  const model: Model = await load(await instantiate(compiled), { seed });
  return { compiled, model, params: paramsOf(model) };
}

export function paramsOf(model: Model): Map<string, Float64Array> {
  return new Map(Object.entries(model.params()).map(([name, { data }]) => [name, Float64Array.from(data)]));
}

/** Numbers of order one, `[sequences, time, size]`. */
export function draw(r: Random, ...shape: number[]): Tensor {
  return tensor(r.array(shape.reduce((a, b) => a * b, 1)), shape);
}

/** The time steps from `from` to `to` of one sequence of `[sequences, time, size]`. */
export function stepsOf({ data, shape }: Tensor, row: number, from: number, to: number): Float64Array[] {
  const [, time, size] = shape as [number, number, number];
  return Array.from({ length: Math.max(0, to - from) }, (_, t) =>
    Float64Array.from(data.slice((row * time + from + t) * size, (row * time + from + t + 1) * size)),
  );
}

/** A part of a sequence: what the model reads, and what it is compared with at the steps that count. */
export interface Part {
  readonly x: readonly Float64Array[];
  /** As long as the oracle's output. */
  readonly y: readonly Float64Array[];
  readonly weights: readonly number[];
  readonly state?: Named;
  readonly noise?: ReadonlyMap<string, readonly Float64Array[]>;
}

export interface Learnt {
  readonly loss: number;
  readonly gradient: Map<string, Float64Array>;
  /** The final states of each part. */
  readonly states: readonly Named[];
}

/** The weighted mean of squared errors over the parts, and its gradient. */
export function learn({ model, manifest }: Compiled, params: Named, parts: readonly Part[]): Learnt {
  const total = parts.flatMap(({ weights }) => weights).reduce((a, b) => a + b, 0);
  const gradient = new Map([...params].map(([name, values]) => [name, new Float64Array(values.length)]));
  const states: Named[] = [];
  let loss = 0;
  for (const { x, y, weights, state, noise } of parts) {
    const input = { x, params, ...(state && { state }), ...(noise && { noise }) };
    const ran = oracleRun(model, input);
    states.push(ran.state);
    const cotangents = ran.y.map((row, t) =>
      row.map((value, i) => (2 * (weights[t]! / total) * (value - y[t]![i]!)) / manifest.output),
    );
    ran.y.forEach((row, t) => {
      row.forEach((value, i) => {
        loss += ((weights[t]! / total) * (value - y[t]![i]!) ** 2) / manifest.output;
      });
    });
    for (const [name, part] of oracleGradients(model, input, { y: cotangents }).params)
      part.forEach((value, i) => {
        gradient.get(name)![i]! += value;
      });
  }
  return { loss, gradient, states };
}

/** Plain descent. */
export function descend(params: Named, gradient: Named, lr: number): Map<string, Float64Array> {
  return new Map([...params].map(([name, values]) => [name, values.map((p, i) => p - lr * gradient.get(name)![i]!)]));
}

/** Double precision sums in another order. */
export function expectSame(model: Model, expected: Named, tolerance = 1e-12): void {
  for (const [name, values] of paramsOf(model))
    values.forEach((value, i) => {
      expect(Math.abs(value - expected.get(name)![i]!), `${name}[${i}]`).toBeLessThan(tolerance);
    });
}

/**
 * The random factors of a row, drawn again: sfc32 from the words seed ⊕ φ·(noise + 1), batch, slot and time step + 1 (0 for
 * those of a whole sequence), of which the first 15 results are dropped.
 */
export function redraw(
  at: { seed: number; noise: number; batch: number; slot: number; time: number },
  size: number,
  probability: number,
  value: number,
): Float64Array {
  const mask = 0xffffffffn;
  let a = (BigInt(at.seed) ^ ((BigInt(at.noise + 1) * 0x9e3779b1n) & mask)) & mask;
  let [b, c, counter] = [BigInt(at.batch), BigInt(at.slot), BigInt(at.time)];
  const next = (): number => {
    const result = (a + b + counter++) & mask;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & mask;
    c = ((((c << 21n) & mask) | (c >> 11n)) + result) & mask;
    return Number(result) / 2 ** 32;
  };
  for (let i = 0; i < 15; i++) next();
  return Float64Array.from({ length: size }, () => (next() < probability ? value : 0));
}
