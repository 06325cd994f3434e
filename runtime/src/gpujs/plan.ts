/** An entry point for one number of time steps and sequences: a pipeline of gpu.js, from arena to arena. */
import { place } from '../arena.ts';
import type { Arena } from '../module.ts';
import type { Axis, DeviceEntry, DeviceKernel, Portion, Result, Upload } from './format.ts';
import { History } from './gather.ts';
import type { Gpu, Handle, KernelFunction, Library, Nested, Pipeline } from './library.ts';

export interface Sizes {
  readonly T: number;
  readonly B: number;
}

export class Plan {
  readonly pipeline: Pipeline;
  readonly #library: Library;
  readonly #gpu: Gpu;
  readonly #entry: DeviceEntry;
  readonly #sizes: Sizes;
  readonly #kernels = new Map<string, KernelFunction>();

  constructor(
    library: Library,
    gpu: Gpu,
    entry: DeviceEntry,
    kernels: Readonly<Record<string, DeviceKernel>>,
    sizes: Sizes,
  ) {
    this.#library = library;
    this.#gpu = gpu;
    this.#entry = entry;
    this.#sizes = sizes;
    const trace = (...given: Handle[]): Record<string, Handle> => this.#trace(given, kernels);
    // gpu.js makes as many arguments as a function says that it takes.
    Object.defineProperty(trace, 'length', { value: entry.uploads.length });
    this.pipeline = gpu.createPipeline(trace);
  }

  /** From the arena, through the device and, where `check` does not throw, into the arena. */
  async run(m: Arena, lengths: ArrayLike<number>, check: () => void): Promise<void> {
    const { uploads, results } = this.#entry;
    const values = await this.pipeline(...uploads.map((upload) => this.#read(m, upload, lengths)));
    check();
    for (const result of results) write(m, result, values[result.array]!, this.#sizes, lengths);
  }

  async destroy(): Promise<void> {
    await this.pipeline.destroy();
    for (const kernel of this.#kernels.values()) kernel.destroy();
  }

  #trace(given: readonly Handle[], kernels: Readonly<Record<string, DeviceKernel>>): Record<string, Handle> {
    const { uploads, calls, results } = this.#entry;
    const { T, B } = this.#sizes;
    const arrays = new Map(uploads.map(({ array }, i) => [array, given[i]!]));
    const run = (name: string, read: readonly string[], step?: number): Handle => {
      const { source, output } = kernels[name]!;
      const kernel = this.#kernel(
        name,
        source,
        output.map((axis) => extentOf(axis, this.#sizes)),
      );
      const values = read.map((array) => arrays.get(array)!);
      return kernel(...values, ...(step === undefined ? [] : [step]));
    };
    for (const call of calls) {
      if ('kernel' in call) {
        arrays.set(call.to, run(call.kernel, call.arrays));
        continue;
      }
      const { down, carried, kept } = call;
      for (const { array, initial } of carried) arrays.set(`${array}$before`, arrays.get(initial)!);
      const make = (name: string, source: string, output: readonly number[]) => this.#kernel(name, source, output);
      const histories = kept.map(({ array, columns, slots }) => {
        const width = kernels[array]!.output[0] as number;
        const history = new History({ width, columns, B, down }, make);
        const initial = slots && carried.find((state) => state.array === array)?.initial;
        if (initial) history.add(arrays.get(initial)!);
        return { array, history };
      });
      for (let i = 0; i < T; i++) {
        for (const { kernel, arrays: read, to, step } of call.calls)
          arrays.set(to, run(kernel, read, step && (down ? T - 1 - i : i)));
        for (const { array, history } of histories) history.add(arrays.get(array)!);
        for (const { array } of carried) arrays.set(`${array}$before`, arrays.get(array)!);
      }
      for (const { to } of call.calls) arrays.set(`${to}$last`, arrays.get(to)!);
      for (const { array, history } of histories) arrays.set(`${array}$all`, history.all());
    }
    return Object.fromEntries(results.map(({ array }) => [array, arrays.get(array)!]));
  }

  #kernel(name: string, source: string, output: readonly number[]): KernelFunction {
    const known = this.#kernels.get(name);
    if (known) return known;
    const { T, B } = this.#sizes;
    const kernel = this.#gpu.createKernel(source, {
      output,
      constants: { T, B },
      precision: 'single',
      tactic: 'precision',
      // Loops over rows end by themselves; gpu.js would cut them short.
      loopMaxIterations: Math.max(1000, T, B),
    });
    this.#kernels.set(name, kernel);
    return kernel;
  }

  #read(m: Arena, upload: Upload, lengths: ArrayLike<number>): unknown {
    const { columns, rows } = upload;
    const { T, B } = this.#sizes;
    const [only] = upload.portions;
    const start = only ? place(only.region.at, T, B) : 0;
    const size = { one: 1, times: T, batch: B, steps: T * B }[rows] * columns;
    const isWhole = upload.portions.length === 1 && isRow(only!, columns) && only!.slot !== 'last';
    const data = isWhole ? (m.subarray(start, start + size) as Float32Array) : fill(m, upload, this.#sizes, lengths);
    if (rows === 'one' || rows === 'times') return data;
    return this.#library.input(data, rows === 'batch' ? [columns, B] : [columns, B, T]);
  }
}

export function extentOf(axis: Axis, { T, B }: Sizes): number {
  return typeof axis === 'number' ? axis : { B, T, 'T+1': T + 1 }[axis];
}

/** A portion is a region's rows as they are: one that is as wide as its array may still be a part that lies elsewhere. */
function isRow({ region, from, dims, column }: Portion, columns: number): boolean {
  const [dim, ...others] = dims;
  const isInLine = dim?.n === columns && dim.by === 1 && dim.x === 1 && others.length === 0;
  return isInLine && region.size === columns && from === 0 && column === 0;
}

/** An array of which regions of the arena have the columns, and 0 elsewhere. */
function fill(m: Arena, { columns, portions }: Upload, { T, B }: Sizes, lengths: ArrayLike<number>): Float32Array {
  const data = new Float32Array(columns * B);
  for (const portion of portions) {
    const { region, slot } = portion;
    const start = place(region.at, T, B);
    for (let b = 0; b < B; b++) {
      const row = start + ((slot === 'last' ? lengths[b]! * B : 0) + b) * region.size;
      each(portion, (element, column) => {
        data[b * columns + column] = m[row + element]!;
      });
    }
  }
  return data;
}

function write(m: Arena, result: Result, values: Nested, { T, B }: Sizes, lengths: ArrayLike<number>): void {
  const { region, rows, shift, add, slot } = result;
  const copy = (start: number, line: Nested): void =>
    each(result, (element, column, y) => {
      const value = (rows === 'grid' ? (line[y] as Float32Array) : (line as Float32Array))[column]!;
      m[start + element] = add ? m[start + element]! + value : value;
    });
  const start = place(region.at, T, B);
  if (rows === 'one' || rows === 'grid') copy(start, values);
  else if (rows === 'batch')
    for (let b = 0; b < B; b++) {
      const past = slot === 'first' ? lengths[b]! * B : 0;
      copy(start + (past + b) * region.size, values[b] as Nested);
    }
  else
    for (let t = 0; t < T; t++)
      for (let b = 0; b < B; b++) copy(start + (t * B + b) * region.size, (values[t + shift] as readonly Nested[])[b]!);
}

/** The elements of a portion, each with its place in a row of the region and in the array. */
function each({ from, dims, column }: Portion, visit: (element: number, x: number, y: number) => void): void {
  const walk = (axis: number, element: number, x: number, y: number): void => {
    const dim = dims[axis];
    if (!dim) visit(element, x, y);
    else for (let i = 0; i < dim.n; i++) walk(axis + 1, element + i * dim.by, x + i * dim.x, y + i * dim.y);
  };
  walk(0, from, column, 0);
}
