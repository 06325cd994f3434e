/**
 * A whole model in double precision, one sequence, one layer and one step at a time, straight from the equations: no
 * pass, no fusion, no packing. What compiled modules are checked against.
 */
import { evaluate } from './ir/eval.ts';
import { type Node, size } from './ir/node.ts';
import { type OpTable, ops } from './ir/ops.ts';
import { signatures } from './ir/signatures.ts';
import { buildStep, type Step } from './ir/step.ts';
import { inferShapes } from './lang/infer.ts';
import type { Layer, Model } from './model/resolve.ts';
import { grad } from './passes/grad.ts';
import { regularise } from './passes/regularise.ts';
import { scopeOf } from './schedule/analyse.ts';

/** Tensors by name, row-major: parameters as in `manifest.params`, states as in `manifest.states`. */
export type Named = ReadonlyMap<string, Float64Array>;

/** One sequence: `x` is [time, input], initial states default to zero. */
export interface OracleInput {
  readonly x: readonly Float64Array[];
  readonly params: Named;
  readonly state?: Named;
  /** Random factors by name, as in `manifest.training.noise`: one tensor a time step. Without them all are their means. */
  readonly noise?: ReadonlyMap<string, readonly Float64Array[]>;
}

export interface OracleOutput {
  /** [time, output], or the last step alone where the model returns it. */
  readonly y: readonly Float64Array[];
  readonly state: Named;
}

export interface OracleGradients {
  readonly x: readonly Float64Array[];
  readonly params: Named;
  readonly state: Named;
}

/** A layer in one direction, and what it computed at each time step. */
interface Trace {
  readonly path: string;
  readonly step: Step;
  readonly scope: ReturnType<typeof scopeOf>;
  readonly times: readonly number[];
  readonly leaves: Map<Node, Float64Array>[];
  readonly offset: number;
  readonly width: number;
}

/** Runs a model over one sequence. */
export function oracleRun(model: Model, input: OracleInput, table: OpTable = ops): OracleOutput {
  const { y, state } = trace(model, input, table);
  return { y: model.returns === 'last' ? y.slice(-1) : y, state };
}

/** Gradients for given cotangents of the output (as `oracleRun` gives it) and of the final states. */
export function oracleGradients(
  model: Model,
  input: OracleInput,
  cotangents: { readonly y: readonly Float64Array[]; readonly state?: Named },
  table: OpTable = ops,
): OracleGradients {
  const { layers, y } = trace(model, input, table);
  const params = new Map<string, Float64Array>();
  const state = new Map<string, Float64Array>();
  let dy = y.map((row, t) => cotangents.y[t - (y.length - cotangents.y.length)] ?? new Float64Array(row.length));
  for (const units of [...layers].reverse()) {
    const dx = input.x.map(() => new Float64Array(units[0]!.step.inputs[0]!.node.shape[0]!));
    for (const unit of units) backward(unit, dy, dx, params, state, cotangents.state, table);
    dy = dx;
  }
  return { x: dy, params, state };
}

interface Written {
  readonly scope: ReturnType<typeof scopeOf>;
  readonly written: Step;
}

/** Central differences run a model a thousand times, and reading its equations takes longer than a run. */
const known = new WeakMap<Layer, Map<OpTable, Written>>();

function asWritten(layer: Layer, table: OpTable): Written {
  const ofTables = known.get(layer) ?? new Map<OpTable, Written>();
  const found = ofTables.get(table);
  if (found) return found;
  const scope = scopeOf(table);
  const shapes = inferShapes(layer.cell, layer.sizes, signatures(table));
  const result = { scope, written: buildStep(scope.graph, table, layer.cell, shapes) };
  known.set(layer, ofTables.set(table, result));
  return result;
}

function trace(
  model: Model,
  { x, params, state: initial, noise }: OracleInput,
  table: OpTable,
): { layers: Trace[][]; y: Float64Array[]; state: Named } {
  const state = new Map<string, Float64Array>();
  const layers: Trace[][] = [];
  let values = [...x];
  for (const layer of model.layers) {
    const output = values.map(() => new Float64Array(layer.output));
    const directions = layer.direction === 'both' ? (['forward', 'backward'] as const) : [layer.direction];
    const input = values;
    layers.push(
      directions.map((direction, i): Trace => {
        const path = directions.length > 1 ? `${layer.name}.${direction}` : layer.name;
        const { scope, written } = asWritten(layer, table);
        const step = regularise(scope, written, layer.rates, noise ? 'drawn' : 'mean');
        const width = layer.output / directions.length;
        const times = [...input.keys()];
        if (direction === 'backward') times.reverse();
        const carried = new Map(
          step.states.map((s) => [s.prev, initial?.get(`${path}.${s.name}`) ?? new Float64Array(size(s.prev.shape))]),
        );
        const leaves = times.map((t) => {
          const now = new Map(carried);
          for (const block of step.params) now.set(block.node, params.get(`${path}.${block.name}`)!);
          for (const block of step.noise) now.set(block.node, noise!.get(`${path}.${block.name}`)![t]!);
          now.set(step.inputs[0]!.node, input[t]!);
          const result = evaluate([...step.states.map((s) => s.next), step.outputs[0]!.node], now, table);
          output[t]!.set(result.get(step.outputs[0]!.node)!, i * width);
          for (const s of step.states) carried.set(s.prev, result.get(s.next)!);
          return now;
        });
        for (const s of step.states) state.set(`${path}.${s.name}`, carried.get(s.prev)!);
        return { path, step, scope, times, leaves, offset: i * width, width };
      }),
    );
    values = output;
  }
  return { layers, y: values, state };
}

/** Backpropagation through time of one layer in one direction: adds to `dx`, and sets the gradients it is given to fill. */
function backward(
  unit: Trace,
  dy: readonly Float64Array[],
  dx: readonly Float64Array[],
  params: Map<string, Float64Array>,
  state: Map<string, Float64Array>,
  final: Named | undefined,
  table: OpTable,
): void {
  const { path, step, scope, times, leaves, offset, width } = unit;
  const seedOf = (of: Node, name: string): Node => scope.graph.node('cotangent', [], of.shape, name);
  const output = step.outputs[0]!.node;
  const outputSeed = seedOf(output, '$y');
  const stateSeeds = step.states.map((s) => seedOf(s.next, s.name));
  const wrt = [...step.inputs, ...step.params].map((block) => block.node).concat(step.states.map((s) => s.prev));
  const flows = grad(
    scope,
    [[output, outputSeed], ...step.states.map((s, i) => [s.next, stateSeeds[i]!] as const)],
    wrt,
  );
  const carried = new Map(
    step.states.map((s, i) => [
      stateSeeds[i]!,
      final?.get(`${path}.${s.name}`) ?? new Float64Array(size(s.prev.shape)),
    ]),
  );
  const totals = new Map(step.params.map((block) => [block.node, new Float64Array(size(block.node.shape))]));
  for (let n = times.length - 1; n >= 0; n--) {
    const now = new Map([...leaves[n]!, ...carried]);
    now.set(outputSeed, dy[times[n]!]!.slice(offset, offset + width));
    const values = evaluate(
      wrt.flatMap((node) => flows.get(node) ?? []),
      now,
      table,
    );
    const flow = (node: Node): Float64Array =>
      flows.has(node) ? values.get(flows.get(node)!)! : new Float64Array(size(node.shape));
    for (const [node, total] of totals) addTo(total, flow(node));
    addTo(dx[times[n]!]!, flow(step.inputs[0]!.node));
    for (const [i, s] of step.states.entries()) carried.set(stateSeeds[i]!, flow(s.prev));
  }
  for (const block of step.params) params.set(`${path}.${block.name}`, totals.get(block.node)!);
  for (const [i, s] of step.states.entries()) state.set(`${path}.${s.name}`, carried.get(stateSeeds[i]!)!);
}

function addTo(total: Float64Array, part: Float64Array): void {
  for (const [i, value] of part.entries()) total[i]! += value;
}
