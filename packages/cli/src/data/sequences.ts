/** Sequences of any length as what `fit` and `run` take. */
import { type Data, type Manifest, type Tensor, tensor } from '@cellc/runtime';
import { plural } from '../format.ts';

/** A sequence: numbers of each time step one after the other (a class is one number), and what they should lead to. */
export interface Sequence {
  readonly steps: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** One for each target row. */
  readonly weights?: Float64Array;
}

/** What a time step is made of: `classes` where a row is one class, which stands for a one-hot vector. */
export interface Rows {
  readonly input: number | 'classes';
  readonly target: number | 'classes';
  /** Whether there is a target for every step, or one for the sequence. */
  readonly every: boolean;
}

export function rowsOf({ input, reads, output, returns }: Manifest, isClass: boolean): Rows {
  return {
    input: reads === 'class' ? 'classes' : input,
    target: isClass ? 'classes' : output,
    every: returns === 'sequence',
  };
}

/** Shorter sequences are padded with zeros. */
export function toData(sequences: readonly Sequence[], rows: Rows): Data {
  const time = sequences.reduce((most, { steps }) => Math.max(most, steps), 0);
  const count = sequences.length;
  const ragged = sequences.some(({ steps }) => steps !== time);
  const lead = rows.every ? [count, time] : [count];
  const weighted = sequences.some(({ weights }) => weights);
  const weightsOf = ({ weights, steps }: Sequence): Float64Array =>
    weights ?? new Float64Array(rows.every ? steps : 1).fill(1);
  return {
    x: stack(sequences.map(({ x }) => x), [count, time], rows.input),
    y: stack(sequences.map(({ y }) => y), lead, rows.target),
    ...(ragged && { lengths: sequences.map(({ steps }) => steps) }),
    ...(weighted && { weights: stack(sequences.map(weightsOf), lead, 'classes') }),
  };
}

/** A row of numbers for each sequence, the rest of it zero. */
function stack(parts: readonly Float64Array[], lead: readonly number[], size: number | 'classes'): Tensor {
  const shape = size === 'classes' ? lead : [...lead, size];
  const stride = shape.slice(1).reduce((a, b) => a * b, 1);
  const data = new Float64Array(parts.length * stride);
  for (const [i, part] of parts.entries()) data.set(part, i * stride);
  return tensor(data, shape);
}

/** How many of some sequences to train on, the others being for validation: at least one of each. */
export function trainingCount(total: number, share: number): number {
  if (share === 0) return total;
  return Math.max(1, total - Math.max(1, Math.round(total * share)));
}

/** `7 sequences of 64 steps, 1 more for validation` */
export function describeSequences(train: readonly Sequence[], validation: readonly Sequence[]): string {
  const least = train.reduce((some, { steps }) => Math.min(some, steps), Number.POSITIVE_INFINITY);
  const most = train.reduce((some, { steps }) => Math.max(some, steps), 0);
  const steps = least === most ? plural(most, 'step') : `${least} to ${plural(most, 'step')}`;
  const kept = validation.length > 0 ? `, ${plural(validation.length, 'more', 'more')} for validation` : '';
  return `${plural(train.length, 'sequence')} of ${steps}${kept}`;
}
