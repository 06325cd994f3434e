/** A whole model: layers wired through buffers, the loss, the optimiser; one program and one memory plan. */
import type { Scope } from '../ir/build.ts';
import type { Kernel, Program, Stmt } from '../ir/loop.ts';
import { affine } from '../ir/loop.ts';
import { Graph, type Node } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { signatures } from '../ir/signatures.ts';
import { buildStep, rootsOf, type Step } from '../ir/step.ts';
import { inferShapes, type Shapes } from '../lang/infer.ts';
import type { Layer, Model } from '../model/resolve.ts';
import { type GradientStep, gradientStep } from '../passes/gradient.ts';
import { runPasses } from '../passes/index.ts';
import { rowMajor } from './address.ts';
import { type Layout, layOut } from './layout.ts';
import { lowerLoss, type LossCode } from './loss.ts';
import { type Buffer, Memory, rowOf } from './memory.ts';
import { lowerOptimizer, momentsOf, type OptimizerCode } from './optimizer.ts';
import { copy, clear } from './task.ts';
import { lowerUnit, type Unit, type UnitCode } from './unit.ts';

export interface LowerOptions {
  readonly table: OpTable;
  /** Whether the target computes an op itself. */
  readonly lowers: (op: string) => boolean;
  /** Whether to derive gradients. */
  readonly training: boolean;
}

/** A layer in one direction, analysed: what does not depend on memory. */
export interface Analysed {
  /** `lstm1`, or `lstm1_backward` where the layer reads time both ways. */
  readonly name: string;
  /** Begins the names of its parameters and states: `lstm1`, `lstm1.backward`. */
  readonly path: string;
  readonly layer: Layer;
  readonly direction: 'forward' | 'backward';
  readonly offset: number;
  readonly shapes: Shapes;
  readonly scope: Scope;
  readonly step: Step;
  readonly gradient: GradientStep | undefined;
  readonly layout: Layout;
}

export interface Lowered {
  readonly program: Program;
  readonly memory: Memory;
  readonly units: readonly { readonly analysed: Analysed; readonly code: UnitCode }[];
  readonly values: { readonly start: number; readonly end: number };
  readonly io: {
    readonly x: Buffer;
    readonly y: Buffer;
    readonly active: Buffer;
    readonly last: Buffer;
    readonly stream: { readonly x: Buffer; readonly y: Buffer } | undefined;
    readonly training: { readonly gx: Buffer; readonly gy: Buffer; readonly gradients: number } | undefined;
  };
  readonly loss: LossCode | undefined;
  readonly optimizer: OptimizerCode | undefined;
}

export function lowerModel(model: Model, options: LowerOptions): Lowered {
  const units = analyse(model, options);
  const end = units.at(-1)!.layout.end;
  const { training, table } = options;
  const optimizer = training ? model.optimizer : undefined;
  const moments = optimizer ? momentsOf(optimizer.cell) : [];
  const memory = new Memory(end * (1 + (training ? 1 : 0) + moments.length));

  // The last step is selected behind the last layer that carries states; what follows works on one row a sequence.
  const stateful = model.layers.map((_, i) => units.some((unit) => unit.layer === model.layers[i] && unit.step.states.length > 0));
  const selected = model.returns === 'last' ? stateful.lastIndexOf(true) + 1 : Number.POSITIVE_INFINITY;
  const canStream = units.every((unit) => unit.direction === 'forward' || unit.step.states.length === 0);

  const active = memory.alloc('active', 1, 'steps', 'how many sequences are longer than t');
  const last = memory.alloc('last', 1, 'batch', "row of a sequence's last step");
  const stream = (name: string, size: number): Buffer | undefined =>
    canStream ? memory.alloc(`${name}$stream`, size, 'one', `streaming ${name}`) : undefined;
  /** The values between two layers: for sequences, their cotangents, and for streaming. */
  const wire = (name: string, size: number, rows: 'steps' | 'batch'): Wire => ({
    values: memory.alloc(name, size, rows, `${name}, time-major`),
    cotangents: training ? memory.alloc(`d_${name}`, size, rows, `cotangent of ${name}`) : undefined,
    rows,
  });

  const forward: string[] = [];
  const backward: string[][] = [];
  const inputGradient: string[] = [];
  const step: string[] = [];
  const kernels: Kernel[] = [];
  const add = (list: readonly Kernel[]): string[] => {
    kernels.push(...list);
    return list.map((kernel) => kernel.name);
  };

  let at = wire('x', model.input, 'steps');
  let streamAt = stream('x', model.input);
  const first = { x: at, stream: streamAt };
  const lowered: { analysed: Analysed; code: UnitCode }[] = [];
  model.layers.forEach((layer, i) => {
    if (i === selected) at = select(at);
    const isLast = i === model.layers.length - 1;
    const name = isLast && selected !== model.layers.length ? 'y' : `${layer.name}$y`;
    const input = at;
    const streamInput = streamAt;
    at = wire(name, layer.output, input.rows);
    streamAt = stream(name, layer.output);
    const own = units.filter((unit) => unit.layer === layer);
    own.forEach((analysed, n) => {
      const unit: Unit = {
        name: analysed.name,
        doc: `layer ${analysed.path} (${layer.cell.name}, ${layer.input} → ${layer.output / own.length})`,
        scope: analysed.scope,
        lowers: options.lowers,
        step: analysed.step,
        gradient: analysed.gradient,
        layout: analysed.layout,
        memory,
        direction: analysed.direction,
        rows: input.rows,
        input: input.values,
        output: at.values,
        offset: analysed.offset,
        active,
        stream: streamInput && streamAt ? { input: streamInput, output: streamAt } : undefined,
        training: input.cotangents && { input: input.cotangents, output: at.cotangents!, gradients: end, addsInput: n > 0 },
      };
      const shapes = new Map(analysed.shapes.states.map((state) => [state, analysed.shapes.shape(state)]));
      const code = lowerUnit(unit, shapes);
      lowered.push({ analysed, code });
      step.push(...add(code.step));
      forward.push(...add(code.forward));
      const gradients = add(code.backward);
      const flows = add(code.inputGradient);
      // The input's own gradient is not needed to train: it is an entry point of its own.
      if (i === 0) inputGradient.push(...flows);
      backward.unshift(i === 0 ? gradients : [...gradients, ...flows]);
    });
    // Both directions write the input's cotangent in their order: the first stores, the second adds.
    if (own.length > 1) backward.splice(0, 2, backward[1]!, backward[0]!);
  });
  if (selected === model.layers.length) at = select(at);

  /** Selects the last step of every sequence. */
  function select(from: Wire): Wire {
    const size = from.values.size;
    const to = wire(selected === model.layers.length ? 'y' : 'last$y', size, 'batch');
    const row: Stmt = { kind: 'index', name: 'r', value: affine(0), load: affine(0, [last.name, 1], ['b', 1]) };
    const rows = { batch: 'b', steps: 'r' };
    const node = new Graph().node('input', [], [size], 'y');
    const place = (buffer: Buffer) => rowMajor(rowOf(buffer, rows), [size]);
    const each = (body: Stmt[]): Stmt => ({ kind: 'loop', name: 'b', to: 'B', down: false, body: [row, ...body] });
    forward.push(...add([{ name: 'select_last', doc: 'The last step of every sequence.', sized: true, body: [each(copy(node, place(from.values), place(to.values)))] }]));
    if (from.cotangents) {
      const clearAll: Stmt = { kind: 'loop', name: 'r', to: 'TB', down: false, body: clear([size], place(from.cotangents)) };
      const scatter = each(copy(node, place(to.cotangents!), place(from.cotangents)));
      backward.unshift(add([{ name: 'scatter_last', doc: 'Only the last step of a sequence has a cotangent.', sized: true, body: [clearAll, scatter] }]));
    }
    return to;
  }

  const loss = training && model.loss ? lowerLoss(model.loss.cell, model.output, { ...options, memory, active, wire: at }) : undefined;
  const update = optimizer ? lowerOptimizer(optimizer, end, { ...options, memory, moments }) : undefined;
  const entries: { name: string; sized: boolean; calls: readonly string[] }[] = [];
  if (canStream) entries.push({ name: 'step', sized: false, calls: step });
  entries.push({ name: 'forward', sized: true, calls: forward });
  if (training) entries.push({ name: 'backward', sized: true, calls: backward.flat() }, { name: 'inputGradient', sized: true, calls: inputGradient });
  if (loss) entries.push({ name: 'loss', sized: true, calls: add(loss.kernels) });
  if (update) entries.push({ name: 'update', sized: false, calls: add(update.kernels) });
  return {
    program: { kernels, entries },
    memory,
    units: lowered,
    values: { start: 0, end },
    io: {
      x: first.x.values,
      y: at.values,
      active,
      last,
      stream: first.stream && streamAt ? { x: first.stream, y: streamAt } : undefined,
      training: first.x.cotangents && { gx: first.x.cotangents, gy: at.cotangents!, gradients: end },
    },
    loss,
    optimizer: update,
  };
}

export interface Wire {
  readonly values: Buffer;
  readonly cotangents: Buffer | undefined;
  readonly rows: 'steps' | 'batch';
}

/** Every layer in every direction: shapes, graph, passes, gradient, and where its parameters lie. */
function analyse(model: Model, { table, training }: LowerOptions): Analysed[] {
  let start = 0;
  return model.layers.flatMap((layer) => {
    const directions = layer.direction === 'both' ? (['forward', 'backward'] as const) : [layer.direction];
    return directions.map((direction, i): Analysed => {
      const shapes = inferShapes(layer.cell, layer.sizes, signatures(table));
      const scope = scopeOf(table);
      const step = runPasses(scope, buildStep(scope.graph, table, layer.cell, shapes));
      const params = step.params.map((block) => block.node);
      const layout = layOut(table, rootsOf(step), params, start);
      start = layout.end;
      const both = directions.length > 1;
      return {
        name: both ? `${layer.name}_${direction}` : layer.name,
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
