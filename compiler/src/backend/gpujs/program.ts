/** A program for gpu.js: for every entry point the arrays it fills, the kernels it calls, and what comes back. */
import type { Axis, Call, DeviceEntry, DeviceKernel, EntryName, Result, Upload } from '@cellc/runtime/module';
import type { Kernel } from '../../ir/loop.ts';
import type { OpTable } from '../../ir/ops.ts';
import type { Buffer } from '../../schedule/memory.ts';
import type { Lowered } from '../../schedule/model.ts';
import type { Frame } from './frame.ts';
import { type Dispatch, lowerKernel, type Read } from './kernel.ts';
import { pack, unpack } from './pack.ts';
import { finder, type Portion, whole } from './places.ts';
import { printDispatch } from './print.ts';
import { prune } from './prune.ts';

export interface GpuJsProgram {
  readonly kernels: ReadonlyMap<string, DeviceKernel>;
  readonly entries: ReadonlyMap<EntryName, DeviceEntry>;
}

/** What an entry point leaves in the arena, and the entries whose kernels it runs first, for nothing stays on the device. */
interface Plan {
  readonly name: EntryName;
  readonly runs: readonly string[];
  readonly returns: readonly Buffer[];
}

export function lowerToGpuJs(lowered: Lowered, table: OpTable): GpuJsProgram {
  const classes = lowered.units[0]?.analysed.layer.input ?? 0;
  const kernels = new Map<string, DeviceKernel>();
  const byName = new Map(lowered.program.kernels.map((kernel) => [kernel.name, kernel]));
  const calls = new Map(lowered.program.entries.map((entry) => [entry.name, entry.calls]));
  const fixed = fixedBuffers(lowered);
  const entries = plansOf(lowered, fixed)
    .filter(({ name }) => calls.has(name))
    .map(({ name, runs, returns }) => {
      const builder = new EntryBuilder([...fixed, ...lowered.memory.buffers], {
        classes,
        mostArrays,
        table,
        kernels,
      });
      for (const run of runs) for (const call of calls.get(run) ?? []) builder.run(byName.get(call)!);
      return [name, builder.finish(returns)] as const;
    });
  const used = new Set(
    entries
      .flatMap(([, entry]) => entry.calls.flatMap((call) => ('kernel' in call ? [call] : call.calls)))
      .map((call) => call.kernel),
  );
  return { kernels: new Map([...kernels].filter(([name]) => used.has(name))), entries: new Map(entries) };
}

function plansOf({ units, io, loss, optimizer }: Lowered, fixed: readonly Buffer[]): Plan[] {
  const states = units.flatMap(({ code }) => code.states);
  const some = (buffers: readonly (Buffer | undefined)[]): Buffer[] => buffers.flatMap((buffer) => buffer ?? []);
  const { stream, training } = io;
  return [
    { name: 'step', runs: ['step'], returns: some([stream?.y, ...states.map(({ step }) => step)]) },
    { name: 'forward', runs: ['forward'], returns: [io.y, ...states.map(({ run }) => run)] },
    {
      name: 'backward',
      runs: ['forward', 'backward'],
      returns: some([fixed.find(({ name }) => name === 'gradients'), ...states.map(({ cotangent }) => cotangent)]),
    },
    { name: 'inputGradient', runs: ['forward', 'backward', 'inputGradient'], returns: some([training?.gx]) },
    { name: 'loss', runs: ['loss'], returns: some([loss?.value, training?.gy]) },
    { name: 'update', runs: ['update'], returns: optimizer ? fixed.filter(({ name }) => name !== 'gradients') : [] },
  ];
}

/** The parameters and their copies lie before all other buffers, and those of frozen layers behind them. */
function fixedBuffers({ values, optimizer, memory }: Lowered): Buffer[] {
  const size = values.end;
  const names = ['values', 'gradients', ...(optimizer?.moments.map((_, i) => `moments${i}`) ?? [])];
  const one = (name: string, at: number, length: number): Buffer => ({
    name,
    size: length,
    rows: 'one',
    at: [at, 0, 0],
    doc: name,
  });
  const first = Math.min(
    ...memory.buffers.filter(({ rows }) => rows === 'one').map(({ at }) => at[0]),
    memory.total[0],
  );
  const copies = names
    .map((name, i) => one(name, i * size, size))
    .filter(({ at }) => at[0] + size <= first && size > 0);
  const end = copies.length * size;
  return first > end ? [...copies, one('frozen', end, first - end)] : copies;
}

/** The kernels as they are read by people, behind what each entry point dispatches. */
export function printSources({ kernels, entries }: GpuJsProgram): string {
  const dispatches = [...entries].map(([name, { calls }]) => {
    const once = calls.filter((call) => 'kernel' in call).length;
    const loops = calls.flatMap((call) =>
      'kernel' in call
        ? []
        : [`${call.calls.length} a time step (${call.calls.map(({ kernel }) => kernel).join(', ')})`],
    );
    return `// ${name}: ${[`${once} dispatch${once === 1 ? '' : 'es'}`, ...loops].join(', ')}\n`;
  });
  const gathers = 'What a time step leaves for later is gathered, seven time steps a dispatch.';
  const sources = [...kernels].map(([name, { source, output }]) => `// ${name}: [${output.join(', ')}]\n${source}\n`);
  return [`${dispatches.join('')}// ${gathers}\n`, ...sources].join('\n');
}

type KernelCall = Extract<Call, { kernel: string }>;

const axesOfRows: Readonly<Record<Buffer['rows'], readonly Axis[]>> = {
  one: [],
  batch: ['B'],
  steps: ['B', 'T'],
  slots: ['B', 'T'],
};

/** WebGPU's devices all bind eight arrays, and one is the output. */
const mostArrays = 7;

interface Context {
  readonly classes: number;
  readonly mostArrays: number;
  readonly table: OpTable;
  readonly kernels: Map<string, DeviceKernel>;
}

class EntryBuilder {
  readonly #buffers: Buffer[];
  readonly #known: ReadonlyMap<string, Buffer>;
  readonly #context: Context;
  readonly #axes: Map<string, readonly Axis[]>;
  /** Where elements are, the newest first. */
  readonly #portions = new Map<Buffer, Portion[]>();
  /** The states behind a loop. */
  readonly #finals = new Map<Buffer, Result[]>();
  readonly #added: { readonly buffer: Buffer; readonly result: Result }[] = [];
  readonly #calls: Call[] = [];
  readonly #uploads = new Map<string, Upload>();

  constructor(buffers: readonly Buffer[], context: Context) {
    this.#buffers = [...buffers];
    this.#known = new Map(buffers.map((buffer) => [buffer.name, buffer]));
    this.#axes = new Map(buffers.map(({ name, size, rows }) => [name, [size, ...axesOfRows[rows]]]));
    this.#context = context;
  }

  run(kernel: Kernel): void {
    const { frame, dispatches, reads } = lowerKernel(kernel, {
      find: (index) => finder(this.#buffers)(index),
      portions: (buffer) => [...(this.#portions.get(buffer) ?? []), whole(buffer)],
      scratch: (size) => this.#scratch(size),
      classes: this.#context.classes,
    });
    for (const dispatch of dispatches) this.#know(dispatch, frame);
    const calls = dispatches.flatMap((dispatch) => this.#call(dispatch, frame, reads, dispatches));
    if (frame.kind !== 'time') this.#calls.push(...calls);
    else
      this.#calls.push({
        down: frame.down,
        calls,
        carried: dispatches.filter(({ carries }) => carries).map((dispatch) => this.#carry(dispatch)),
        kept: dispatches
          .filter(({ kept }) => kept > 0)
          .map(({ array, kept, slots }) => ({ array, columns: kept, slots: slots !== undefined })),
      });
    for (const dispatch of dispatches) this.#store(dispatch, frame);
  }

  /** The calls that make an array, but for those that stand before a time loop. */
  #call(dispatch: Dispatch, frame: Frame, reads: readonly Read[], dispatches: readonly Dispatch[]): KernelCall[] {
    const { table, kernels, mostArrays } = this.#context;
    const name = dispatch.array;
    const unpacked = printDispatch(dispatch, frame, reads, table);
    for (const array of unpacked.arrays) this.#upload(array);
    const isOfStep = (array: string): boolean =>
      frame.kind === 'time' && dispatches.some((own) => [own.array, `${own.array}$before`].includes(array));
    const packs = pack({
      name,
      arrays: unpacked.arrays,
      fixed: new Set(['active', 'last', ...(dispatch.carries ? [`${name}$before`] : [])]),
      axesOf: (array) => this.#axes.get(array)!,
      isOfStep,
      most: mostArrays,
    });
    const own: KernelCall[] = [];
    for (const { array, columns, kernel, isOfStep: isLate } of packs) {
      kernels.set(array, kernel);
      const call = { kernel: array, arrays: [...columns.keys()], to: array };
      if (frame.kind !== 'time' || isLate) own.push(call);
      else this.#calls.push(call);
    }
    const { source, arrays } =
      packs.length === 0 ? unpacked : printDispatch(dispatch, frame, unpack(reads, packs), table);
    kernels.set(name, { source, output: outputOf(dispatch, frame) });
    return [...own, { kernel: name, arrays, to: name, ...(frame.kind === 'time' && { step: true as const }) }];
  }

  /** The axes of what a dispatch leaves. */
  #know(dispatch: Dispatch, frame: Frame): void {
    const { array, width, kept, slots } = dispatch;
    this.#axes.set(array, outputOf(dispatch, frame));
    for (const name of ['before', 'last']) this.#axes.set(`${array}$${name}`, [width, 'B']);
    this.#axes.set(`${array}$all`, [kept, 'B', slots ? 'T+1' : 'T']);
    this.#axes.set(`${array}$sum`, [frame.kind === 'time' ? kept : width]);
  }

  finish(returns: readonly Buffer[]): DeviceEntry {
    const results = returns.flatMap((buffer) => {
      const final = this.#finals.get(buffer);
      const added = this.#added.filter((result) => result.buffer === buffer).map(({ result }) => result);
      const own = this.#portions.get(buffer) ?? [];
      return [...(final ?? [...own].reverse().map((portion) => resultOf(buffer, portion))), ...added];
    });
    const { calls, arrays } = prune(
      this.#calls,
      results.map(({ array }) => array),
    );
    return { uploads: [...this.#uploads.values()].filter(({ array }) => arrays.has(array)), calls, results };
  }

  #scratch(size: number): number {
    const end = Math.max(2 ** 32, ...this.#buffers.filter(({ rows }) => rows === 'one').map((b) => b.at[0] + b.size));
    this.#buffers.push({ name: `$cut${end}`, size, rows: 'one', at: [end, 0, 0], doc: '' });
    return end;
  }

  /** A whole buffer that nothing on the device has made. */
  #upload(array: string): void {
    const buffer = this.#known.get(array);
    if (!buffer || this.#uploads.has(array)) return;
    const { dims, from, column } = whole(buffer);
    const region = { at: [...buffer.at] as const, size: buffer.size, rows: buffer.rows };
    const rows = array === 'active' ? 'times' : buffer.rows === 'slots' ? 'steps' : buffer.rows;
    this.#uploads.set(array, { array, columns: buffer.size, rows, portions: [{ region, from, dims, column }] });
  }

  /** What a dispatch carries starts as the states that the host gives. */
  #carry({ array, stored, width, slots }: Dispatch): { array: string; initial: string } {
    const initial = `${array}$initial`;
    const states = stored.filter(({ place: { buffer } }) => buffer.rows === 'batch' || buffer.rows === 'slots');
    const portions = states.map(({ place: { buffer }, portion: { from, dims, column } }) => ({
      region: regionOf(buffer),
      from,
      dims,
      column,
      ...(buffer.rows === 'slots' && { slot: slots! }),
    }));
    this.#uploads.set(initial, { array: initial, columns: width, rows: 'batch', portions });
    return { array, initial };
  }

  #store(dispatch: Dispatch, frame: Frame): void {
    const { array, stored, slots } = dispatch;
    const isLoop = frame.kind === 'time';
    const all = isLoop ? `${array}$all` : array;
    const shift = slots === 'first' ? 1 : 0;
    const sums = stored.filter(({ overRows }) => overRows);
    if (sums.length > 0) this.#sum(dispatch, frame, all, shift);
    const news = new Map<Buffer, Portion[]>();
    for (const { place, portion, add, overRows } of stored) {
      const { buffer } = place;
      if (overRows) {
        const sum: Portion = { ...portion, array: `${array}$sum`, rows: 'one', shift: 0 };
        if (add) this.#added.push({ buffer, result: { ...resultOf(buffer, sum), add: true } });
        else news.set(buffer, [...(news.get(buffer) ?? []), sum]);
      } else if (add) this.#added.push({ buffer, result: { ...resultOf(buffer, portion), add: true } });
      else if (!isLoop) news.set(buffer, [...(news.get(buffer) ?? []), portion]);
      else if (buffer.rows === 'batch')
        news.set(buffer, [...(news.get(buffer) ?? []), { ...portion, array: `${array}$last` }]);
      else if (buffer.rows === 'slots') {
        news.set(buffer, [...(news.get(buffer) ?? []), { ...portion, array: all, rows: 'steps' }]);
        const final: Result = { ...resultOf(buffer, { ...portion, array: `${array}$last` }), slot: slots! };
        this.#finals.set(buffer, [...(this.#finals.get(buffer) ?? []), final]);
      } else if (buffer.rows === 'steps')
        news.set(buffer, [...(news.get(buffer) ?? []), { ...portion, array: all, rows: 'steps', shift }]);
    }
    for (const [buffer, portions] of news)
      this.#portions.set(buffer, [...portions.reverse(), ...(this.#portions.get(buffer) ?? [])]);
  }

  /** Adds up the rows of what is kept. */
  #sum({ array, kept, width }: Dispatch, { kind }: Frame, all: string, shift: number): void {
    const name = `${array}$sum`;
    const columns = kind === 'time' ? kept : width;
    const element = kind === 'batch' ? 'a[b][this.thread.x]' : `a[t${shift ? ' + 1' : ''}][b][this.thread.x]`;
    const rows = `for (let b = 0; b < this.constants.B; b++) { sum += ${element}; }`;
    const loop = kind === 'batch' ? rows : `for (let t = 0; t < this.constants.T; t++) { ${rows} }`;
    this.#context.kernels.set(name, {
      source: `function (a) {\n  let sum = 0;\n  ${loop}\n  return sum;\n}`,
      output: [columns],
    });
    this.#calls.push({ kernel: name, arrays: [all], to: name });
  }
}

const regionOf = ({ at, size, rows }: Buffer): Result['region'] => ({ at: [...at], size, rows });

function resultOf(buffer: Buffer, { array, rows, from, dims, column, shift }: Portion): Result {
  return { array, region: regionOf(buffer), rows, from, dims, column, shift };
}

function outputOf({ width, height }: Dispatch, { kind }: Frame): Axis[] {
  if (kind === 'none') return [width, height];
  return kind === 'flat' || kind === 'onlyLast' ? [width, 'B', 'T'] : [width, 'B'];
}
