/** The outputs of time steps as one array, in few dispatches: some at a time, and those again. */
import type { Handle, KernelFunction } from './library.ts';

export interface Shape {
  /** Of the arrays of time steps, `[B]` rows of so many elements, of which the first `columns` are wanted. */
  readonly width: number;
  readonly columns: number;
  readonly B: number;
  /** Whether time steps come from the last to the first. */
  readonly down: boolean;
}

/** Arrays that a kernel reads at once: WebGPU's devices all bind eight, and one is the output. */
const fanIn = 7;

type Make = (name: string, source: string, output: readonly number[]) => KernelFunction;

/** An array of so many time steps; 0 stands for one that is a time step's own. */
interface Part {
  readonly handle: Handle;
  readonly count: number;
}

/**
 * What was computed is gathered as soon as a kernel can read no more, and free to be computed over: the modes of gpu.js that
 * run kernel by kernel compile each of them again for every array that it writes.
 */
export class History {
  readonly #shape: Shape;
  readonly #make: Make;
  /** In the order in which they came, those of the most time steps first: by how often they were gathered. */
  readonly #parts: Part[][] = [];

  constructor(shape: Shape, make: Make) {
    this.#shape = shape;
    this.#make = make;
  }

  add(handle: Handle): void {
    this.#add({ handle, count: 0 }, 0);
  }

  all(): Handle {
    let parts = this.#parts.toReversed().flat();
    do {
      const groups = Array.from({ length: Math.ceil(parts.length / fanIn) }, (_, i) =>
        parts.slice(i * fanIn, (i + 1) * fanIn),
      );
      parts = groups.map((group) => (group.length === 1 && group[0]!.count > 0 ? group[0]! : this.#join(group)));
    } while (parts.length > 1);
    return parts[0]!.handle;
  }

  #add(part: Part, level: number): void {
    const own = (this.#parts[level] ??= []);
    own.push(part);
    if (own.length < fanIn) return;
    this.#parts[level] = [];
    this.#add(this.#join(own), level + 1);
  }

  #join(inOrder: readonly Part[]): Part {
    const { width, columns, B, down } = this.#shape;
    const parts = down ? inOrder.toReversed() : inOrder;
    const counts = parts.map(({ count }) => count);
    const total = counts.reduce((sum, count) => sum + Math.max(1, count), 0);
    // WebGL compiles into a kernel how large the arrays are that it is first called with.
    const name = `gather ${columns} of ${width}, ${counts.join(' ')}`;
    const kernel = this.#make(name, sourceOf(counts), [columns, B, total]);
    return { handle: kernel(...parts.map(({ handle }) => handle)), count: total };
  }
}

/** Copies arrays of so many time steps one behind the other; 0 stands for an array that is one time step. */
function sourceOf(counts: readonly number[]): string {
  let from = 0;
  const lines = counts.map((count, i) => {
    const row = count === 0 ? `a${i}[b]` : `a${i}[t${from > 0 ? ` - ${from}` : ''}][b]`;
    from += Math.max(1, count);
    const condition = i < counts.length - 1 ? `if (t < ${from}) ` : '';
    return `  ${condition}return ${row}[unit];`;
  });
  const args = counts.map((_, i) => `a${i}`).join(', ');
  return [
    `function (${args}) {`,
    '  const unit = this.thread.x;',
    '  const b = this.thread.y;',
    '  const t = this.thread.z;',
    ...lines,
    '}',
  ].join('\n');
}
