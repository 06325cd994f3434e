/** The graphs of a model's layers, for those that print them for other systems. */
import { type OpTable, ops } from './ir/ops.ts';
import { signatures } from './ir/signatures.ts';
import { buildStep, mapStep, type Step } from './ir/step.ts';
import { inferShapes, type Shapes } from './lang/infer.ts';
import type { Layer, Model } from './model/resolve.ts';
import { runPasses } from './passes/index.ts';
import { regularise } from './passes/regularise.ts';
import { simplify } from './passes/simplify.ts';
import { scopeOf } from './schedule/analyse.ts';

export { fail } from './error.ts';
export { evaluate } from './ir/eval.ts';
export { isLit, type Node, size, topological, users } from './ir/node.ts';
export { arity, type OpTable, ops } from './ir/ops.ts';
export type { Kind, Row } from './ir/row.ts';
export { signatures } from './ir/signatures.ts';
export { type Block, type Draw, type Noise, rootsOf, type StateBlock, type Step } from './ir/step.ts';
export type { Shapes } from './lang/infer.ts';
export { identifierOf } from './lang/names.ts';
export { printEquation } from './lang/print.ts';
export { readCell } from './model/library.ts';
export { flatten } from './passes/associate.ts';

/** A layer in one direction. */
export interface Unit {
  /** `lstm1`, `lstm1.backward`: begins the names of its parameters and states. */
  readonly path: string;
  readonly layer: Layer;
  readonly direction: 'forward' | 'backward';
  readonly shapes: Shapes;
  /** As it is written, with constants folded; `drawn` has the noise of training as leaves. */
  readonly step: Step;
  readonly drawn: Step;
  /** In the normal form that kernels are made from: without slices and concatenations, and sums in order. */
  readonly normal: Step;
}

/** The units of every layer, in order: one, or two where it reads time both ways. */
export function unitsOf(model: Model, table: OpTable = ops): Unit[][] {
  return model.layers.map((layer) => {
    const both = layer.direction === 'both';
    const directions = both ? (['forward', 'backward'] as const) : [layer.direction as 'forward' | 'backward'];
    return directions.map((direction) =>
      Object.assign(graphsOf(layer, table), {
        path: both ? `${layer.name}.${direction}` : layer.name,
        layer,
        direction,
      }),
    );
  });
}

/** What a cell with these sizes and rates computes; each graph is made when it is asked for. */
export function graphsOf(
  { cell, sizes, rates }: Pick<Layer, 'cell' | 'sizes' | 'rates'>,
  table: OpTable = ops,
): Pick<Unit, 'shapes' | 'step' | 'drawn' | 'normal'> {
  const shapes = inferShapes(cell, sizes, signatures(table));
  const scope = scopeOf(table);
  const written = buildStep(scope.graph, table, cell, shapes);
  const mean = regularise(scope, written, rates, 'mean');
  const simple = (step: Step): Step => mapStep(scope.graph, step, (node) => simplify(scope, node));
  const step = once(() => simple(mean));
  const drawn = once(() => simple(regularise(scope, written, rates, 'drawn')));
  const normal = once(() => runPasses(scope, mean));
  return {
    shapes,
    get step() {
      return step();
    },
    get drawn() {
      return drawn();
    },
    get normal() {
      return normal();
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
