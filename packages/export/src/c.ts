/** A model as a C99 header: the compiler's, under the model's name. */
import { compileHeader } from '@cellc/compiler';
import { identifierOf } from '@cellc/compiler/graph';
import type { Exporter } from './exporter.ts';

/** With weights, they are a constant of the header; without any, the program gives them. */
export const exportC: Exporter = ({ model, weights, precision = 'f32' }) => {
  const content = compileHeader(model, {
    precision,
    ...(weights.size > 0 && { weights: Object.fromEntries(weights) }),
  });
  // As the header calls it.
  const prefix = identifierOf(model.name);
  const functions = content.includes(`void ${prefix}_step(`) ? `${prefix}_step and ${prefix}_run` : `${prefix}_run`;
  return {
    files: [{ name: `${model.name}.h`, content }],
    mapped: model.layers.map(({ name, cell }) => [name, `functions of the cell ${cell.name}`]),
    notes: [
      `${functions}, in ${precision === 'f64' ? 'double' : 'float'}`,
      ...(weights.size > 0 ? [] : [`the program gives the weights to ${prefix}_pack`]),
    ],
  };
};
