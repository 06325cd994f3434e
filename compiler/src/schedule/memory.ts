/** The memory plan: every buffer gets its place in the arena, affine in the batch size B and the row count T·B. */
import { type Affine, affine } from '../ir/loop.ts';

export interface Buffer {
  /** Also the name of the variable that holds the place, where the place depends on T and B. */
  readonly name: string;
  /** Elements a row. */
  readonly size: number;
  readonly rows: 'one' | 'batch' | 'steps' | 'slots';
  readonly at: readonly [fixed: number, perRow: number, perStep: number];
  readonly doc: string;
}

export class Memory {
  readonly buffers: Buffer[] = [];
  readonly #names = new Set<string>();
  #fixed: number;
  #dynamic: [perRow: number, perStep: number] = [0, 0];

  /** `start`: the elements before the first buffer, which hold the parameters and what goes with them. */
  constructor(start: number) {
    this.#fixed = start;
  }

  /** Names are made unique. Places are handed out in order; those that depend on T and B come after all fixed ones. */
  alloc(wish: string, size: number, rows: Buffer['rows'], doc: string): Buffer {
    let name = wish;
    for (let n = 2; this.#names.has(name); n++) name = `${wish}$${n}`;
    this.#names.add(name);
    const [perRow, perStep] = this.#dynamic;
    const at = rows === 'one' ? ([this.#fixed, 0, 0] as const) : ([Number.NaN, perRow, perStep] as const);
    if (rows === 'one') this.#fixed += size;
    else this.#dynamic = [perRow + (rows === 'steps' ? 0 : size), perStep + (rows === 'batch' ? 0 : size)];
    const memory = this;
    const buffer: Buffer = {
      name,
      size,
      rows,
      doc,
      // The fixed part of a dynamic place is known once everything is allocated.
      get at(): Buffer['at'] {
        return rows === 'one' ? at : [memory.#fixed, perRow, perStep];
      },
    };
    this.buffers.push(buffer);
    return buffer;
  }

  /** Elements of the whole arena. */
  get total(): Buffer['at'] {
    return [this.#fixed, ...this.#dynamic];
  }
}

/** How the rows of the enclosing loops are called: by kind of buffer, the variable that counts its rows. */
export type RowNames = Partial<Record<'batch' | 'steps' | 'before' | 'after', string>>;

/** Where a row of a buffer begins. `slot` tells which of a state's two slots is meant. */
export function rowOf(buffer: Buffer, rows: RowNames, slot: 'before' | 'after' = 'before'): Affine {
  if (buffer.rows === 'one') return affine(buffer.at[0]);
  const row = rows[buffer.rows === 'slots' ? slot : buffer.rows];
  if (!row) throw new Error(`internal error: buffer ${buffer.name} has no row here`);
  return affine(0, [buffer.name, 1], [row, buffer.size]);
}
