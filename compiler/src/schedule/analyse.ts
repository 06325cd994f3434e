/** Layers to units, as far as memory does not matter: shapes, graph, passes, gradient, and where parameters lie. */
import type { Scope } from '../ir/build.ts';
import { Graph, type Node } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { signatures } from '../ir/signatures.ts';
import { buildStep, rootsOf, type Step } from '../ir/step.ts';
import { inferShapes, type Shapes } from '../lang/infer.ts';
import type { Layer, Model } from '../model/resolve.ts';
import { type GradientStep, gradientStep } from '../passes/gradient.ts';
import { runPasses } from '../passes/index.ts';
import { type Layout, layOut } from './layout.ts';
import type { Schedule } from './schedule.ts';

/** A layer in one direction, analysed. */
export interface Analysed {
  /** `lstm1`, or `lstm1$backward` where the layer reads time both ways: begins the names in code. */
  readonly name: string;
  /** `lstm1`, `lstm1.backward`: begins the names of its parameters and states. */
  readonly path: string;
  readonly layer: Layer;
  readonly direction: 'forward' | 'backward';
  /** Where its features begin in a row of the layer's output. */
  readonly offset: number;
  readonly shapes: Shapes;
  readonly scope: Scope;
  readonly step: Step;
  readonly gradient: GradientStep | undefined;
  readonly layout: Layout;
}

export function analyse(model: Model, table: OpTable, training: boolean, schedule: Schedule): Analysed[] {
  let start = 0;
  return model.layers.flatMap((layer) => {
    const both = layer.direction === 'both';
    const directions = both ? (['forward', 'backward'] as const) : [layer.direction as 'forward' | 'backward'];
    return directions.map((direction, i): Analysed => {
      const shapes = inferShapes(layer.cell, layer.sizes, signatures(table));
      const scope = scopeOf(table);
      const step = runPasses(scope, buildStep(scope.graph, table, layer.cell, shapes));
      const params = step.params.map((block) => block.node);
      const layout = layOut(table, rootsOf(step), params, start, schedule);
      start = layout.end;
      return {
        name: both ? `${layer.name}$${direction}` : layer.name,
        path: both ? `${layer.name}.${direction}` : layer.name,
        layer,
        direction,
        offset: i * (layer.output / directions.length),
        shapes,
        scope,
        step,
        gradient: training ? gradientStep(scope, step) : undefined,
        layout,
      };
    });
  });
}

/** A graph of its own, whose nodes are made by calls alone. */
export function scopeOf(table: OpTable): Scope {
  return {
    graph: new Graph(),
    table,
    name(name: string): Node {
      throw new Error(`internal error: no names here, but '${name}' was read`);
    },
  };
}
