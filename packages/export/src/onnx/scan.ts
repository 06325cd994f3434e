/** Layers of any other cell: a Scan over time, whose body is the step. */
import type { Unit } from '@cellc/compiler/graph';
import type { Tensor } from '@cellc/runtime';
import { GraphBuilder } from './builder.ts';
import type { Declared } from './model.ts';
import type { Layered } from './recurrent.ts';
import { writeStep } from './step.ts';

export function writeScan(
  graph: GraphBuilder,
  unit: Unit,
  weights: ReadonlyMap<string, Tensor>,
  x: string,
  starts: ReadonlyMap<string, string>,
): Layered {
  const { path, step, layer, direction } = unit;
  const body = new GraphBuilder(graph);
  const x_t = body.name(`${path}/x_t`);
  const states = step.states.map(({ name, whole }): Declared & { readonly path: string } => ({
    name: body.name(`${path}/${name}_old`),
    path: `${path}.${name}`,
    type: 'float',
    shape: ['batch', ...stateShape(whole)],
  }));
  const old = states.map(({ name }) => name);
  const { output, next } = writeStep(body, unit, weights, x_t, old, 1);
  body.inputs.push(...states.map(({ name, type, shape }) => ({ name, type, shape })));
  body.inputs.push({ name: x_t, type: 'float', shape: ['batch', layer.input] });
  // A value can leave a graph once only, and what came in cannot leave as it is.
  for (const [i, value] of [...next, output].entries()) {
    const shape = states[i]?.shape ?? ['batch', step.outputs[0]!.node.shape[0]!];
    body.outputs.push({ name: body.add('Identity', [value], {}, `out_${i}`), type: 'float', shape });
  }
  const backward = direction === 'backward' ? 1 : 0;
  const results = graph.addAll(
    'Scan',
    [...states.map((state) => starts.get(state.path) ?? zeros(graph, x, state.shape.slice(1))), x],
    {
      body: { graph: body.graph(layer.cell.name) },
      num_scan_inputs: { int: 1 },
      scan_input_axes: { ints: [1] },
      scan_input_directions: { ints: [backward] },
      scan_output_axes: { ints: [1] },
      scan_output_directions: { ints: [backward] },
    },
    [...step.states.map(({ name }) => `${name}_last`), 'y'],
  );
  return {
    y: results.at(-1)!,
    final: new Map(states.map((state, i) => [state.path, results[i]!])),
    as: `Scan of the cell ${layer.cell.name}`,
  };
}

/** [batch, …shape] */
function zeros(graph: GraphBuilder, x: string, shape: readonly (number | string)[]): string {
  const batch = graph.add('Shape', [x], { start: { int: 0 }, end: { int: 1 } });
  const sizes = graph.add('Concat', [batch, graph.ints(shape.map(Number))], { axis: { int: 0 } });
  return graph.add('ConstantOfShape', [sizes]);
}

/** Of each sequence; a scalar is a vector of one. */
export function stateShape(shape: readonly number[]): readonly number[] {
  return shape.length > 0 ? shape : [1];
}
