/** A model as a C99 header: the compiler's, under the model's name. */
import { compileHeader } from '@cellc/compiler';
import type { Exporter } from './exporter.ts';

/** With weights, they are a constant of the header; without any, the program gives them. */
export const exportC: Exporter = ({ model, weights, precision = 'f32' }) => {
  const content = compileHeader(model, {
    precision,
    ...(weights.size > 0 && { weights: Object.fromEntries(weights) }),
  });
  const functions = content.includes(`void ${model.name}_step(`)
    ? `${model.name}_step and ${model.name}_run`
    : `${model.name}_run`;
  return {
    files: [{ name: `${model.name}.h`, content }],
    mapped: model.layers.map(({ name, cell }) => [name, `functions of the cell ${cell.name}`]),
    notes: [
      `${functions}, in ${precision === 'f64' ? 'double' : 'float'}`,
      ...(weights.size > 0 ? [] : [`the program gives the weights to ${model.name}_pack`]),
    ],
  };
};
