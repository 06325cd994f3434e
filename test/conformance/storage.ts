/**
 * What storing states in single precision costs, however exactly everything else is computed. A cell state of 100 lies on
 * a grid of 8e-6, and is put on it at every step; a file's absolute tolerance, made for values of about 1, can lie below
 * that. The double-precision module tells: it runs once as it is, and once with its states rounded after every step.
 */
import type { Model, Tensor, Tensors } from '@cellc/runtime';
import type { Allowed, Precision } from './tolerance.ts';

/** Sums, products and functions round as well: they may cost as much again. */
const roundings = 2;

/** The largest deviation of each state over all steps, by its name in the module. `exact` is an `f64` model. */
export function storageErrors(exact: Model, inputs: readonly ArrayLike<number>[]): ReadonlyMap<string, number> {
  const plain = statesOf(exact, inputs, (x) => x);
  const stored = statesOf(exact, inputs, Math.fround);
  const errors = new Map<string, number>();
  for (const [t, states] of plain.entries())
    for (const [name, { data }] of Object.entries(states))
      for (const [i, value] of data.entries()) {
        const error = Math.abs(value - stored[t]![name]!.data[i]!);
        errors.set(name, Math.max(error, errors.get(name) ?? 0));
      }
  return errors;
}

/** The states after each step; what is stored is what the next step reads. */
function statesOf(model: Model, inputs: readonly ArrayLike<number>[], store: (x: number) => number): Tensors[] {
  model.reset();
  return inputs.map((x) => {
    model.step(Float64Array.from(x));
    const states = Object.entries<Tensor>(model.state()).map(
      ([name, { data, shape }]) => [name, { data: Float64Array.from(data, store), shape }] as const,
    );
    model.reset(Object.fromEntries(states));
    return Object.fromEntries(states);
  });
}

/** A tolerance that single precision can meet: the file's own, and what rounding comes to. */
export function attainable(allowed: Allowed, precision: Precision, storageError = 0): Allowed {
  return precision === 'f64' ? allowed : (expected) => allowed(expected) + roundings * storageError;
}
