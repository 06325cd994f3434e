/** Weights against the model they are for. */
import type { Model } from '@cellc/compiler';
import { unitsOf } from '@cellc/compiler/graph';
import { RuntimeError, type Tensor, type Tensors } from '@cellc/runtime';

/** The shapes of a model's parameters, by name, in order. */
export function parametersOf(model: Model): Map<string, readonly number[]> {
  return new Map(
    unitsOf(model)
      .flat()
      .flatMap(({ path, shapes }) => shapes.params.map((name) => [`${path}.${name}`, shapes.shape(name)] as const)),
  );
}

/** The tensors that a model needs. @throws RuntimeError E_WEIGHTS where one is missing, superfluous or of another shape */
export function checkWeights(model: Model, tensors: Tensors): Map<string, Tensor> {
  const expected = parametersOf(model);
  const wrong = (reason: string): never => {
    throw new RuntimeError('E_WEIGHTS', reason, `the parameters of ${model.name} are ${list([...expected.keys()])}`);
  };
  for (const name of Object.keys(tensors))
    if (!expected.has(name)) wrong(`the weights hold '${name}', which is no parameter of ${model.name}`);
  return new Map(
    [...expected].map(([name, shape]) => {
      const tensor = Object.hasOwn(tensors, name) ? tensors[name]! : wrong(`the weights have no tensor '${name}'`);
      if (tensor.shape.join() !== shape.join())
        wrong(`'${name}' is [${tensor.shape.join(', ')}] in the weights, and [${shape.join(', ')}] in ${model.name}`);
      return [name, tensor];
    }),
  );
}

const most = 12;
const list = (names: readonly string[]): string =>
  names.length > most ? `${names.slice(0, most).join(', ')}, …` : names.join(', ');
