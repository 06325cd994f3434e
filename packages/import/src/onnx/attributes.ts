/** The activations of ONNX's recurrent operators: three, two or one for each direction, with their alphas and betas. */
import { type Activation, onnxActivation, takesAlpha, takesBeta } from '../activation.ts';
import { refuse } from '../error.ts';

export interface ActivationLists {
  readonly activations?: readonly string[] | undefined;
  readonly alpha?: readonly number[] | undefined;
  readonly beta?: readonly number[] | undefined;
}

/**
 * The functions of each direction. Alphas and betas are given in the order of the functions that take one, or else one
 * for every function.
 * @throws E_IMPORT for a function that does not exist, or a wrong number of them
 */
export function activationsOf(
  defaults: readonly string[],
  { activations, alpha, beta }: ActivationLists,
  directions: number,
  what: string,
): Activation[][] {
  const count = defaults.length;
  const given = activations?.length ? activations : Array(directions).fill(defaults).flat<string[]>();
  const names = given.length === count && directions === 2 ? [...given, ...given] : given;
  if (names.length !== count * directions)
    refuse(`${what} with ${given.length} activations for ${directions} times ${count}`);
  const alphas = handOut(names, takesAlpha, alpha ?? []);
  const betas = handOut(names, takesBeta, beta ?? []);
  const functions = names.map(
    (name, i) => onnxActivation(name, alphas[i], betas[i]) ?? refuse(`${what} with the activation ${name}`),
  );
  return Array.from({ length: directions }, (_, i) => functions.slice(i * count, (i + 1) * count));
}

function handOut(
  names: readonly string[],
  takers: ReadonlySet<string>,
  values: readonly number[],
): (number | undefined)[] {
  const takes = names.map((name) => takers.has(name.toLowerCase()));
  const taken = takes.filter(Boolean).length;
  if (values.length === names.length && values.length !== taken)
    return names.map((_, i) => (takes[i] ? values[i] : undefined));
  let next = 0;
  return takes.map((takes) => (takes ? values[next++] : undefined));
}

export function sameActivations(a: readonly Activation[], b: readonly Activation[]): boolean {
  return a.every(({ text }, i) => text === b[i]!.text);
}
