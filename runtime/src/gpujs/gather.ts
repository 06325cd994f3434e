/** The outputs of time steps as one array, in few dispatches: some at a time, and those again. */
import type { Handle, KernelFunction } from './library.ts';

export interface History {
  /** Arrays of `[B]` rows of `width` elements, of which the first `columns` are wanted. */
  readonly rows: readonly Handle[];
  readonly width: number;
  readonly columns: number;
  readonly B: number;
}

/** Arrays that a kernel reads at once: WebGPU's devices all bind eight, and one is the output. */
export const fanIn = 7;

type Make = (name: string, source: string, output: readonly number[]) => KernelFunction;

export function gather({ rows, width, columns, B }: History, make: Make): Handle {
  let parts = rows.map((handle) => ({ handle, count: 0 }));
  do {
    const groups = Array.from({ length: Math.ceil(parts.length / fanIn) }, (_, i) =>
      parts.slice(i * fanIn, (i + 1) * fanIn),
    );
    parts = groups.map((group) => {
      const counts = group.map(({ count }) => count);
      const total = counts.reduce((sum, count) => sum + Math.max(1, count), 0);
      // WebGL compiles into a kernel how large the arrays are that it is first called with.
      const kernel = make(`gather ${columns} of ${width}, ${counts.join(' ')}`, sourceOf(counts), [columns, B, total]);
      return { handle: kernel(...group.map(({ handle }) => handle)), count: total };
    });
  } while (parts.length > 1);
  return parts[0]!.handle;
}

/** Dispatches for so many rows. */
export function gathers(rows: number): number {
  const first = Math.ceil(rows / fanIn);
  return first > 1 ? first + gathers(first) : first;
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
