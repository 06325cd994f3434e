/** A whole model: layers wired through buffers, the loss, the optimiser; one program and one memory plan. */
import type { Kernel, Program } from '../ir/loop.ts';
import type { OpTable } from '../ir/ops.ts';
import { rootsOf } from '../ir/step.ts';
import { printEquation } from '../lang/print.ts';
import type { Layer, Model } from '../model/resolve.ts';
import { nameAll } from '../passes/names.ts';
import { type Analysed, analyse } from './analyse.ts';
import { lowerUnit, type UnitCode } from './kernels.ts';
import { type LossCode, lowerLoss } from './loss.ts';
import { type Buffer, Memory } from './memory.ts';
import { lowerOptimizer, momentsOf, type OptimizerCode } from './optimizer.ts';
import type { Lowering, Schedule } from './schedule.ts';
import { allocateWire, selectLast, type Wire } from './select.ts';

export interface LowerOptions {
  readonly table: OpTable;
  readonly lowering: Lowering;
  /** Whether to derive gradients. */
  readonly training: boolean;
}

export interface Lowered {
  readonly program: Program;
  readonly memory: Memory;
  readonly schedule: Schedule;
  readonly units: readonly LoweredUnit[];
  readonly values: { readonly start: number; readonly end: number };
  readonly io: Ports;
  readonly loss: LossCode | undefined;
  readonly optimizer: OptimizerCode | undefined;
}

export interface LoweredUnit {
  readonly analysed: Analysed;
  readonly code: UnitCode;
}

/** Where the model meets its runtime. */
export interface Ports {
  readonly x: Buffer;
  readonly y: Buffer;
  readonly active: Buffer;
  readonly last: Buffer;
  readonly stream: { readonly x: Buffer; readonly y: Buffer } | undefined;
  readonly training: { readonly gx: Buffer | undefined; readonly gy: Buffer; readonly gradients: number } | undefined;
}

/** What a layer is lowered between: its wires, in sequences and in streaming. */
interface Ends {
  readonly input: Wire;
  readonly output: Wire;
  readonly stream: { readonly input: Buffer; readonly output: Buffer } | undefined;
}

export function lowerModel(model: Model, options: LowerOptions): Lowered {
  const { table, training } = options;
  const optimizer = training ? model.optimizer : undefined;
  const moments = optimizer ? momentsOf(optimizer.cell) : [];
  const copies = 1 + (training ? 1 : 0) + moments.length;
  const { units: analysed, trained, end } = analyse(model, table, training, options.lowering.schedule, copies);
  const ofLayer = (layer: Layer): Analysed[] => analysed.filter((unit) => unit.layer === layer);
  const memory = new Memory(end);
  const active = memory.alloc('active', 1, 'steps', 'how many sequences are longer than t');
  const last = memory.alloc('last', 1, 'batch', "row of a sequence's last step");
  const program = new ProgramBuilder();

  // The last step is selected behind the last layer that carries states; what follows works on one row a sequence.
  const isStateful = model.layers.map((layer) => ofLayer(layer).some((unit) => unit.step.states.length > 0));
  const selected = model.returns === 'last' ? isStateful.lastIndexOf(true) + 1 : undefined;
  // A layer that reads the sequence backward needs all of it.
  const isCausal = analysed.every((unit) => unit.direction === 'forward' || unit.step.states.length === 0);
  // Threads are asked from afar: a time step at a time is not what they are for.
  const canStream = isCausal && options.lowering.schedule.threads === 1;
  const stream = (name: string, size: number): Buffer | undefined =>
    canStream ? memory.alloc(`${name}$stream`, size, 'one', `streaming ${name}`) : undefined;
  const firstTrained = model.layers.findIndex((layer) => !layer.frozen);
  const hasFlow = training && model.reads === 'features';
  // What flows back beyond the first weights has an entry of its own, for training does not need it.
  const flowEntry = (layer: number): string | undefined =>
    layer > firstTrained ? 'backward' : hasFlow ? 'inputGradient' : undefined;
  const select = (from: Wire, name: string, layer: number): Wire => {
    const to = allocateWire(memory, name, from.values.size, 'batch', training);
    const { forward, backward } = selectLast(from, to, last, options.lowering.schedule.lanes);
    program.append('forward', forward);
    const entry = flowEntry(layer);
    if (entry) program.prepend(entry, backward);
    return to;
  };

  const features = analysed.some((unit) => unit.gathers) ? 1 : model.input;
  const x = allocateWire(memory, 'x', features, 'steps', hasFlow);
  const streamX = stream('x', features);
  let wire = x;
  let streamWire = streamX;
  const units: LoweredUnit[] = [];
  model.layers.forEach((layer, i) => {
    if (i === selected) wire = select(wire, 'last$x', i);
    const isLast = i === model.layers.length - 1 && selected !== model.layers.length;
    const name = isLast ? 'y' : `${layer.name}$y`;
    const output = allocateWire(memory, name, layer.output, wire.rows, training);
    const streamOutput = stream(name, layer.output);
    const ends: Ends = {
      input: wire,
      output,
      stream: streamWire && streamOutput && { input: streamWire, output: streamOutput },
    };
    const codes = ofLayer(layer).map((unit, n) => ({
      analysed: unit,
      code: lowerLayer(unit, ends, memory, { active, last }, trained, n > 0, options),
    }));
    units.push(...codes);
    for (const { code } of codes) {
      program.append('step', code.step);
      program.append('forward', code.forward);
    }
    // Directions go in their order: the first stores the input's cotangent, the second adds to it.
    const entry = flowEntry(i);
    if (entry)
      program.prepend(
        entry,
        codes.flatMap(({ code }) => code.inputGradient),
      );
    const gradients = codes.flatMap(({ code }) => code.backward);
    if (i >= firstTrained) program.prepend('backward', gradients);
    else if (hasFlow) program.prepend('inputGradient', gradients);
    wire = output;
    streamWire = streamOutput;
  });
  if (selected === model.layers.length) wire = select(wire, 'y', model.layers.length);

  const loss =
    training && model.loss
      ? lowerLoss(model.loss.cell, model.output, {
          ...options,
          memory,
          active,
          last,
          wire,
          standard: standardOf(analysed),
        })
      : undefined;
  const update = optimizer ? lowerOptimizer(optimizer, trained, { ...options, memory, moments }) : undefined;
  program.append('loss', loss?.kernels ?? []);
  program.append('update', update?.kernels ?? []);
  const entries = [
    ...(canStream ? ['step'] : []),
    'forward',
    ...(training ? ['backward'] : []),
    ...(hasFlow ? ['inputGradient'] : []),
    ...(loss ? ['loss'] : []),
    ...(update ? ['update'] : []),
  ];
  return {
    program: program.build(entries),
    memory,
    schedule: options.lowering.schedule,
    units,
    values: { start: 0, end: trained },
    io: {
      x: x.values,
      y: wire.values,
      active,
      last,
      stream: streamX && streamWire ? { x: streamX, y: streamWire } : undefined,
      training: training ? { gx: x.cotangents, gy: wire.cotangents!, gradients: trained } : undefined,
    },
    loss,
    optimizer: update,
  };
}

/** Where the parameters lie that undo the standardisation of the output, if the model has that. */
function standardOf(units: readonly Analysed[]): { mean: number; scale: number } | undefined {
  const unit = units.find(({ layer }) => layer.frozen && layer.name === 'output');
  const at = (name: string): number => {
    const block = unit!.step.params.find((param) => param.name === name);
    return unit!.layout.places.get(block!.node)!.at;
  };
  return unit && { mean: at('mean'), scale: at('scale') };
}

function lowerLayer(
  unit: Analysed,
  ends: Ends,
  memory: Memory,
  { active, last }: { readonly active: Buffer; readonly last: Buffer },
  gradients: number,
  addsInput: boolean,
  { lowering }: LowerOptions,
): UnitCode {
  const { layer, direction, shapes } = unit;
  const { input, output, stream } = ends;
  return lowerUnit({
    name: unit.name,
    doc: `layer ${unit.path} (${layer.cell.name}, ${layer.input} → ${layer.output / (layer.direction === 'both' ? 2 : 1)})`,
    equations: layer.cell.equations.map(printEquation),
    scope: unit.scope,
    lowering,
    step: unit.step,
    inference: unit.inference,
    gradient: unit.gradient,
    names: new Map([
      ...nameAll(rootsOf(unit.inference), unit.inference.names),
      ...(unit.gradient?.names ?? []),
      ...nameAll(rootsOf(unit.step), unit.step.names),
    ]),
    layout: unit.layout,
    memory,
    rows: { kind: input.rows, direction, active, last },
    shapeOf: shapes.shape,
    input: input.values,
    output: output.values,
    offset: unit.offset,
    stream,
    training: output.cotangents && { input: input.cotangents, output: output.cotangents, gradients, addsInput },
  });
}

/** Kernels, and the order in which each entry point calls them. */
class ProgramBuilder {
  readonly #kernels: Kernel[] = [];
  readonly #calls = new Map<string, string[]>();

  append(entry: string, kernels: readonly Kernel[]): void {
    this.#calls.set(entry, [...(this.#calls.get(entry) ?? []), ...this.#add(kernels)]);
  }

  prepend(entry: string, kernels: readonly Kernel[]): void {
    this.#calls.set(entry, [...this.#add(kernels), ...(this.#calls.get(entry) ?? [])]);
  }

  build(entries: readonly string[]): Program {
    const sized = (name: string): boolean => name !== 'step' && name !== 'update';
    return {
      kernels: this.#kernels,
      entries: entries.map((name) => ({ name, sized: sized(name), calls: this.#calls.get(name) ?? [] })),
    };
  }

  #add(kernels: readonly Kernel[]): string[] {
    this.#kernels.push(...kernels);
    return kernels.map((kernel) => kernel.name);
  }
}
