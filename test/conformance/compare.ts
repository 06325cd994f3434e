/** A result beside its reference, element by element. */
import type { Tensor } from '@cellc/runtime';
import { type Case, Malformed, type NamedTensors } from './format.ts';
import { type Allowed, gradientTolerance, outputTolerance, type Precision } from './tolerance.ts';

export interface Comparison {
  /** `y`, `grad.weight_ih_l0`, `losses`. */
  readonly name: string;
  readonly expected: Tensor;
  readonly got: Tensor;
  readonly allowed: Allowed;
}

/** The element of a tensor that is worst relative to what is allowed; more than 1 is a failure. */
export interface Worst {
  readonly name: string;
  readonly ratio: number;
  readonly index: readonly number[];
  readonly expected: number;
  readonly got: number;
  readonly allowed: number;
}

/** @throws where the shapes differ: no element can be compared then */
export function worst({ name, expected, got, allowed }: Comparison): Worst {
  if (got.shape.join() !== expected.shape.join())
    throw new Error(`${name} has shape [${got.shape.join(', ')}], but [${expected.shape.join(', ')}] is expected`);
  let at = 0;
  let ratio = 0;
  expected.data.forEach((value, i) => {
    const error = Math.abs(got.data[i]! - value);
    // What is not a number is further off than any number.
    const relative = Number.isNaN(error) ? Infinity : error && error / allowed(value);
    if (relative > ratio) [at, ratio] = [i, relative];
  });
  const value = expected.data[at] ?? 0;
  const index = unravel(at, expected.shape);
  return { name, ratio, index, expected: value, got: got.data[at] ?? 0, allowed: allowed(value) };
}

function unravel(at: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (const size of [...shape].reverse()) {
    index.unshift(at % size);
    at = Math.floor(at / size);
  }
  return index;
}

/** What a forward pass and a backward pass give, by the names of the case. */
export interface Answers {
  readonly outputs: NamedTensors;
  /** Absent where the case has no gradients. */
  readonly grads?: NamedTensors;
}

/** Every output and gradient that the case states. @throws Malformed for one that nothing answers */
export function compareAnswers(
  of: Case,
  expected: { outputs: NamedTensors; grads: NamedTensors },
  { outputs, grads = new Map() }: Answers,
  precision: Precision,
): Comparison[] {
  const pairs = (group: NamedTensors, answers: NamedTensors, what: string) =>
    [...group].map(([name, value]): [string, Tensor, Tensor] => {
      const got = answers.get(name);
      if (!got) throw new Malformed(`${what}.${name}: op ${of.op} has no such value`);
      return [name, value, got];
    });
  return [
    ...pairs(expected.outputs, outputs, 'outputs').map(([name, value, got]) => {
      return { name, expected: value, got, allowed: outputTolerance(of, name, precision) };
    }),
    ...pairs(expected.grads, grads, 'grads').map(([name, value, got]) => {
      return { name: `grad.${name}`, expected: value, got, allowed: gradientTolerance(of, name, precision) };
    }),
  ];
}

/** Σ output · g_output over the outputs that have a cotangent `g_<name>`, each product and sum in double precision. */
export function lossOf(outputs: NamedTensors, inputs: NamedTensors): Tensor {
  // Neumaier's summation: the loss of a long sequence must not be off by more than its outputs are.
  let [sum, lost] = [0, 0];
  for (const [name, { data }] of outputs) {
    const g = inputs.get(`g_${name}`);
    g?.data.forEach((weight, i) => {
      const term = data[i]! * weight;
      const next = sum + term;
      lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
      sum = next;
    });
  }
  return { data: Float64Array.of(sum + lost), shape: [] };
}
