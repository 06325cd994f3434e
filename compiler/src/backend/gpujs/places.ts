/** Where the arena's elements are on the device: buffers by address, and arrays that hold portions of them. */
import { invariant } from '../../error.ts';
import { type Affine, affine, plus } from '../../ir/loop.ts';
import type { Buffer } from '../../schedule/memory.ts';

/** A place in the arena: an offset within a row of a buffer. `row` is the row's variable, none where there is one row. */
export interface Place {
  readonly buffer: Buffer;
  readonly row: 'b' | 'r' | 'p' | undefined;
  readonly offset: Affine;
}

const rowNames: readonly string[] = ['b', 'r', 'p'];

/** Finds places: buffers whose place depends on T and B by name, all others by their first element. */
export function finder(buffers: readonly Buffer[]): (index: Affine) => Place {
  const named = new Map(buffers.filter(({ rows }) => rows !== 'one').map((buffer) => [buffer.name, buffer]));
  const fixed = buffers.filter(({ rows }) => rows === 'one').sort((a, b) => a.at[0] - b.at[0]);
  return ({ at, terms }) => {
    const buffer = terms.flatMap(([name]) => named.get(name) ?? [])[0];
    if (buffer) {
      const row = terms.find(([name]) => rowNames.includes(name))?.[0] as Place['row'];
      const rest = terms.filter(([name]) => name !== buffer.name && !rowNames.includes(name) && name !== '$row');
      return { buffer, row, offset: affine(at, ...rest) };
    }
    const home = fixed.findLast((candidate) => candidate.at[0] <= at);
    invariant(home && at < home.at[0] + home.size, `nothing lies at ${at}`);
    return {
      buffer: home,
      row: undefined,
      offset: affine(at - home.at[0], ...terms.filter(([name]) => name !== '$row')),
    };
  };
}

/** An axis of a portion: see the module format. */
export interface Dim {
  readonly n: number;
  readonly by: number;
  readonly x: number;
  readonly y: number;
}

/** An array that holds a portion of a buffer. */
export interface Portion {
  readonly array: string;
  readonly rows: 'one' | 'grid' | 'batch' | 'steps';
  readonly from: number;
  readonly dims: readonly Dim[];
  readonly column: number;
  /** The array's row of time step 0. */
  readonly shift: number;
}

/** A whole buffer as an array of its own. */
export function whole({ name, size, rows }: Buffer): Portion {
  const kind = rows === 'slots' ? 'steps' : rows;
  return { array: name, rows: kind, from: 0, dims: [{ n: size, by: 1, x: 1, y: 0 }], column: 0, shift: 0 };
}

/** The elements of a buffer's row that a portion spans, from the first to behind the last. */
export function spanOf({ from, dims }: Portion): readonly [number, number] {
  return [from, from + 1 + dims.reduce((sum, { n, by }) => sum + (n - 1) * by, 0)];
}

/** The column and the line of an offset within a portion; undefined where its terms do not go along the portion's axes. */
export function within({ from, dims, column }: Portion, offset: Affine): { x: Affine; y: Affine } | undefined {
  let x = affine(column);
  let y = affine(0);
  const axes = [...dims].filter(({ n }) => n > 1).sort((a, b) => b.by - a.by);
  // Whoever reads it reads its only element.
  if (axes.length === 0) return { x, y };
  const add = (by: number, term: (count: number) => Affine): number =>
    axes.reduce((rest, axis) => {
      const count = Math.floor(rest / axis.by);
      if (count !== 0) {
        x = plus(x, term(count * axis.x));
        y = plus(y, term(count * axis.y));
      }
      return rest - count * axis.by;
    }, by);
  if (add(offset.at - from, (count) => affine(count)) !== 0) return undefined;
  for (const [name, by] of offset.terms) if (add(by, (count) => affine(0, [name, count])) !== 0) return undefined;
  return { x, y };
}
