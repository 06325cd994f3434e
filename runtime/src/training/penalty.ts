/** L2 regularisation: λ Σ w² on the loss, as Keras has it, and its gradient 2 λ w. */
import type { Arena, Manifest } from '../module.ts';
import { eachElement } from '../params.ts';
import { count } from '../tensor.ts';

export interface Penalty {
  readonly lambda: number;
  /** Where the parameter's elements are in the arena. */
  readonly places: Int32Array;
}

export function penaltiesOf({ params }: Manifest): Penalty[] {
  return params
    .filter(({ l2, frozen }) => l2 && !frozen)
    .map((param) => {
      const places = new Int32Array(count(param.shape));
      eachElement(param, (element, at) => {
        places[element] = at;
      });
      return { lambda: param.l2!, places };
    });
}

export function penaltyOf(m: Arena, penalties: readonly Penalty[]): number {
  let total = 0;
  for (const { lambda, places } of penalties) {
    let sum = 0;
    for (let i = 0; i < places.length; i++) sum += m[places[i]!]! ** 2;
    total += lambda * sum;
  }
  return total;
}

/** Adds to gradients that lie `gradients` elements after the values. */
export function addPenalty(m: Arena, gradients: number, penalties: readonly Penalty[]): void {
  for (const { lambda, places } of penalties)
    for (let i = 0; i < places.length; i++) m[places[i]! + gradients]! += 2 * lambda * m[places[i]!]!;
}
