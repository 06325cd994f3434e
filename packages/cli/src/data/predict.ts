/** What a trained model says at every row of a series. */
import { type Model, tensor } from '@cellc/runtime';
import type { About } from './about.ts';
import type { Series } from './windows.ts';

/** Windows that run at once. */
const BATCH = 256;

type Inputs = Pick<Series, 'inputs' | 'length'>;

/**
 * The outputs at each row, from the rows up to it. A model that gives every step streams over the series from its start,
 * or, where it also reads backward, runs over windows side by side; one that gives the last step has seen windows only,
 * and the first rows, which end none, have no output.
 */
export function predictSeries(
  model: Model,
  { window }: Extract<About, { kind: 'columns' }>,
  series: Inputs,
): (Float64Array | undefined)[] {
  const { stream, returns } = model.manifest;
  const steps = Math.min(window ?? series.length, series.length);
  if (returns === 'last') {
    const ends = Array.from({ length: series.length - steps + 1 }, (_, i) => i + steps);
    const outputs = runWindows(model, series, ends, steps);
    return [...Array<undefined>(steps - 1).fill(undefined), ...outputs.map(([output]) => output)];
  }
  if (stream) {
    model.reset();
    return Array.from({ length: series.length }, (_, row) => Float64Array.from(model.step(rowOf(series, row))));
  }
  const whole = Math.floor(series.length / steps);
  const ends = Array.from({ length: whole }, (_, i) => (i + 1) * steps);
  const rest = series.length - whole * steps;
  return [
    ...runWindows(model, series, ends, steps),
    ...(rest > 0 ? runWindows(model, series, [series.length], rest) : []),
  ].flat();
}

/** The output rows of windows of equal length, by where they end. */
function runWindows(model: Model, series: Inputs, ends: readonly number[], steps: number): Float64Array[][] {
  const { output } = model.manifest;
  const size = series.inputs.length;
  const results: Float64Array[][] = [];
  for (let from = 0; from < ends.length; from += BATCH) {
    const some = ends.slice(from, from + BATCH);
    const x = new Float64Array(some.length * steps * size);
    for (const [b, end] of some.entries())
      for (let t = 0; t < steps; t++) x.set(rowOf(series, end - steps + t), (b * steps + t) * size);
    const { data, shape } = model.run(tensor(x, [some.length, steps, size])).output;
    const rows = shape.length === 3 ? steps : 1;
    for (const b of some.keys())
      results.push(
        Array.from({ length: rows }, (_, t) =>
          Float64Array.from(data.subarray((b * rows + t) * output, (b * rows + t + 1) * output)),
        ),
      );
  }
  return results;
}

function rowOf({ inputs }: Inputs, row: number): number[] {
  return inputs.map((column) => column[row]!);
}
