/** Layers to units, as far as memory does not matter: shapes, graph, passes, gradient, and where parameters lie. */
import type { Scope } from '../ir/build.ts';
import { Graph, type Node, topological } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { signatures } from '../ir/signatures.ts';
import { buildStep, rootsOf, type Step } from '../ir/step.ts';
import { inferShapes, type Shapes } from '../lang/infer.ts';
import type { Layer, Model } from '../model/resolve.ts';
import { type GradientStep, gradientStep } from '../passes/gradient.ts';
import { runPasses } from '../passes/index.ts';
import { regularise } from '../passes/regularise.ts';
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
  /** The step without noise, as streaming runs it. */
  readonly inference: Step;
  /** Whether it reads its input as one class, and products with it gather a row of their weights. */
  readonly gathers: boolean;
  readonly gradient: GradientStep | undefined;
  readonly layout: Layout;
}

/**
 * Parameters lie from 0 on, and with the `copies` of them that training needs they fill the arena's beginning. Behind
 * these copies, and so out of any optimiser's reach, lie those of frozen layers.
 */
export function analyse(
  model: Model,
  table: OpTable,
  training: boolean,
  schedule: Schedule,
  copies: number,
): { units: Analysed[]; trained: number; end: number } {
  const graphs = model.layers.flatMap((layer) => graphsOf(layer, table, training));
  const first = graphs.filter((unit) => unit.layer === model.layers[0]);
  const gathers = model.reads === 'class' && first.every(isGathered);
  const layouts = new Map<UnitGraph, Layout>();
  const place = (units: readonly UnitGraph[], from: number): number =>
    units.reduce((start, unit) => {
      const params = unit.step.params.map((block) => block.node);
      const layout = layOut(table, rootsOf(unit.step), params, start, schedule);
      layouts.set(unit, layout);
      return layout.end;
    }, from);
  const isFrozen = ({ layer }: UnitGraph): boolean => layer.frozen;
  const trained = place(
    graphs.filter((unit) => !isFrozen(unit)),
    0,
  );
  const end = place(graphs.filter(isFrozen), trained * copies);
  const units = graphs.map((unit): Analysed => {
    const isClass = model.reads === 'class' && unit.layer === model.layers[0];
    const wanted = { input: !isClass, params: !unit.layer.frozen };
    return {
      ...unit,
      gathers: gathers && isClass,
      gradient: training ? gradientStep(unit.scope, unit.step, wanted) : undefined,
      layout: layouts.get(unit)!,
    };
  });
  return { units, trained, end };
}

type UnitGraph = Omit<Analysed, 'gathers' | 'gradient' | 'layout'>;

function graphsOf(layer: Layer, table: OpTable, training: boolean): UnitGraph[] {
  const both = layer.direction === 'both';
  const directions = both ? (['forward', 'backward'] as const) : [layer.direction as 'forward' | 'backward'];
  return directions.map((direction, i): UnitGraph => {
    const shapes = inferShapes(layer.cell, layer.sizes, signatures(table));
    const scope = scopeOf(table);
    const written = buildStep(scope.graph, table, layer.cell, shapes);
    const inference = runPasses(scope, regularise(scope, written, layer.rates, 'mean'));
    const noisy = training ? regularise(scope, written, layer.rates, 'drawn') : undefined;
    const step = noisy && noisy.noise.length > 0 ? runPasses(scope, noisy) : inference;
    return {
      name: both ? `${layer.name}$${direction}` : layer.name,
      path: both ? `${layer.name}.${direction}` : layer.name,
      layer,
      direction,
      offset: i * (layer.output / directions.length),
      shapes,
      scope,
      step,
      inference,
    };
  });
}

/** Whether all that reads the unit's input is products, which then need no more of a one-hot vector than its place. */
function isGathered({ scope, step, inference }: UnitGraph): boolean {
  return [step, inference].every((form) => {
    const [leaf, ...others] = form.inputs.map((block) => block.node);
    const roots = rootsOf(form);
    const readers = topological(roots).filter((node) => node.args.includes(leaf!));
    const isOperand = (node: Node): boolean =>
      scope.table[node.op]!.kind === 'contract' && node.args[1] === leaf && node.args[0] !== leaf;
    return others.length === 0 && !roots.includes(leaf!) && readers.every(isOperand);
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
