/** Every stage of a compilation, as data and text: what `cellc explain` shows. */
import { printJs } from '../backend/js.ts';
import type { Compiled } from '../compile.ts';
import { isLeaf } from '../ir/node.ts';
import { type OpTable, ops } from '../ir/ops.ts';
import { buildStep, rootsOf, type Step } from '../ir/step.ts';
import { printCell } from '../lang/print.ts';
import { runPasses } from '../passes/index.ts';
import { regularise } from '../passes/regularise.ts';
import { type Analysed, scopeOf } from '../schedule/analyse.ts';
import type { Lowered } from '../schedule/model.ts';
import { type Cost, costOf } from './cost.ts';
import { fingerprint } from './fingerprint.ts';
import { type MemoryTable, memoryTable } from './memory.ts';
import { type Plan, planLabels, planOf } from './plan.ts';
import { type Labels, labelsOf, linesOf, nodeText, partOf } from './text.ts';

export interface Explanation {
  readonly name: string;
  readonly layers: readonly LayerExplanation[];
  /** The kernels as the target's code. */
  readonly code: string;
  readonly memory: MemoryTable;
  /** The same for two ways of writing a model that become the same code. */
  readonly fingerprint: string;
}

/** A layer in one direction. */
export interface LayerExplanation {
  /** `lstm1`, or `lstm1.backward`. */
  readonly name: string;
  readonly cell: string;
  readonly equations: string;
  readonly sizes: Readonly<Record<string, number>>;
  readonly params: readonly Shaped[];
  readonly states: readonly Shaped[];
  /** The graph of the equations, before any pass. */
  readonly graph: readonly string[];
  readonly passes: readonly PassChange[];
  /** What the backward pass computes; none in a module for inference. */
  readonly gradient: readonly string[];
  /** Forward values that the backward pass reads from memory, besides inputs, states and the output. */
  readonly saved: readonly string[];
  readonly packs: readonly PackedWeights[];
  readonly plan: Plan;
  readonly cost: Cost;
}

export interface Shaped {
  readonly name: string;
  /** `[H, I]` */
  readonly symbolic: string;
  readonly shape: readonly number[];
}

export interface PassChange {
  readonly name: string;
  readonly doc: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Weights that lie together: one loop over the operand reads them side by side. */
export interface PackedWeights {
  readonly weights: readonly string[];
  readonly operand: string;
  /** Neighbouring rows of each weight in a tile. */
  readonly units: number;
  /** The first element's place in the arena. */
  readonly at: number;
}

export function explain({ model, lowered, manifest }: Compiled, table: OpTable = ops): Explanation {
  const bytes = manifest.precision === 'f32' ? 4 : 8;
  return {
    name: model.name,
    layers: lowered.units.map((unit) => explainLayer(unit, bytes, table, lowered.schedule)),
    code: printJs(lowered.program, lowered.memory.buffers, table).code,
    memory: memoryTable(lowered, bytes),
    fingerprint: fingerprint(lowered),
  };
}

function explainLayer(
  { analysed, code }: Lowered['units'][number],
  bytes: number,
  table: OpTable,
  schedule: Lowered['schedule'],
): LayerExplanation {
  const { path, layer, shapes, step, gradient, layout } = analysed;
  const shaped = (name: string): Shaped => ({ name, symbolic: shapes.symbolic.get(name)!, shape: shapes.shape(name) });
  const labels = planLabels(analysed, code.plan);
  const forward = new Set(linesOf(table, rootsOf(step), labels));
  const backward = gradient ? linesOf(table, gradient.roots, labels) : [];
  return {
    name: path,
    cell: layer.cell.name,
    equations: printCell(layer.cell),
    sizes: Object.fromEntries(layer.sizes),
    params: shapes.params.map(shaped),
    states: shapes.states.map(shaped),
    ...passesOf(analysed, table),
    gradient: [...backward.filter((line) => !forward.has(line)), ...aliases(analysed, labels, table)],
    saved: code.plan.saved.map((node) => nodeText(table, node, labels)),
    packs: layout.packs.map(({ weights, operand, units, at }) => ({
      weights: weights.map((weight) => String(weight.attr)),
      operand: nodeText(table, operand, labels),
      units,
      at,
    })),
    plan: planOf(analysed, code, labels, schedule),
    cost: costOf(analysed, bytes),
  };
}

/** Gradients that are known under another name: `d_h[t-1] = v3`. */
function aliases({ gradient }: Analysed, labels: Labels, table: OpTable): string[] {
  if (!gradient) return [];
  const wanted = [
    ...gradient.states.map(({ name, from, flow }) => [`d_${name}${partOf(from)}[t-1]`, flow] as const),
    ...gradient.inputs.flatMap(({ leaf, flow }) => (flow ? [[`d_${String(leaf.attr)}`, flow] as const] : [])),
    ...gradient.sums.map(({ leaf, term }) => [`d_${String(leaf.attr)}`, term] as const),
  ];
  return wanted
    .filter(([name, node]) => !labels.get(node)?.startsWith(name))
    .map(([name, node]) => `${name} = ${nodeText(table, node, labels)}`);
}

/** The graph before the passes, and what each pass changes of it. */
function passesOf({ layer, shapes, gradient }: Analysed, table: OpTable): { graph: string[]; passes: PassChange[] } {
  const scope = scopeOf(table);
  const written = buildStep(scope.graph, table, layer.cell, shapes);
  const first = regularise(scope, written, layer.rates, gradient ? 'drawn' : 'mean');
  const graph = stepLines(table, first);
  let before = graph;
  const passes: PassChange[] = [];
  runPasses(scope, first, ({ name, doc }, step) => {
    const after = stepLines(table, step);
    const [old, now] = [new Set(before), new Set(after)];
    passes.push({
      name,
      doc,
      removed: before.filter((line) => !now.has(line)),
      added: after.filter((line) => !old.has(line)),
    });
    before = after;
  });
  return { graph, passes };
}

/** A step as equations: its values, then states and outputs that are not called what they are. */
function stepLines(table: OpTable, step: Step): string[] {
  const labels = labelsOf(rootsOf(step), step.names);
  const roots = [
    ...step.states.map(({ name, from, next }) => [`${name}${partOf(from)}`, next] as const),
    ...step.outputs.map(({ from, node }) => [`output${partOf(from)}`, node] as const),
  ];
  const isSaid = ([name, node]: (typeof roots)[number]): boolean =>
    labels.get(node) === name || (name === 'output' && step.names.has(node) && !isLeaf(node));
  return [
    ...linesOf(table, rootsOf(step), labels),
    ...roots.filter((root) => !isSaid(root)).map(([name, node]) => `${name} = ${nodeText(table, node, labels)}`),
  ];
}
