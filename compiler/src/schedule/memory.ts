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
  /** The phase of a pass that it lives in alone: buffers of others may lie in the same place. */
  readonly phase?: string;
}

/** Memory that the threads of one row share, and that is gone after it. */
export interface Local extends Pick<Buffer, 'name' | 'size' | 'at' | 'doc'> {}

/** Elements that grow with B, and with T·B. */
type Extent = readonly [perRow: number, perStep: number];

export class Memory {
  readonly buffers: Buffer[] = [];
  readonly locals: Local[] = [];
  readonly #names = new Set<string>();
  #fixed: number;
  #dynamic: Extent = [0, 0];
  readonly #phases = new Map<string, Extent>();

  /** `start`: the elements before the first buffer, which hold the parameters and what goes with them. */
  constructor(start: number) {
    this.#fixed = start;
  }

  /**
   * Names are made unique. Places are handed out in order; those that depend on T and B come after all fixed ones. What
   * lives only in one phase of a pass shares its place, behind all others, with what lives in other phases.
   */
  alloc(wish: string, size: number, rows: Buffer['rows'], doc: string, phase?: string): Buffer {
    const name = this.#claim(wish);
    const fixed = this.#fixed;
    const [perRow, perStep] = phase === undefined ? this.#dynamic : (this.#phases.get(phase) ?? [0, 0]);
    const end: Extent = [perRow + (rows === 'steps' ? 0 : size), perStep + (rows === 'batch' ? 0 : size)];
    if (rows === 'one') this.#fixed += size;
    else if (phase === undefined) this.#dynamic = end;
    else this.#phases.set(phase, end);
    const memory = this;
    const buffer: Buffer = {
      name,
      size,
      rows,
      doc,
      ...(phase !== undefined && rows !== 'one' && { phase }),
      // What comes before a place that depends on T and B is known once everything is allocated.
      get at(): Buffer['at'] {
        if (rows === 'one') return [fixed, 0, 0];
        const [rowsBefore, stepsBefore] = phase === undefined ? [0, 0] : memory.#dynamic;
        return [memory.#fixed, rowsBefore + perRow, stepsBefore + perStep];
      },
    };
    this.buffers.push(buffer);
    return buffer;
  }

  /** A place `at` elements behind the beginning of what threads share. */
  share(wish: string, size: number, at: number, doc: string): Local {
    const local: Local = { name: this.#claim(wish), size, at: [at, 0, 0], doc };
    this.locals.push(local);
    return local;
  }

  #claim(wish: string): string {
    let name = wish;
    for (let n = 2; this.#names.has(name); n++) name = `${wish}$${n}`;
    this.#names.add(name);
    return name;
  }

  /** Elements of the whole arena. */
  get total(): Buffer['at'] {
    const [perRow, perStep] = this.#dynamic;
    const shared = [...this.#phases.values()];
    const most = (of: 0 | 1): number => Math.max(0, ...shared.map((extent) => extent[of]));
    return [this.#fixed, perRow + most(0), perStep + most(1)];
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

/** Counts the rows of a tile in the addresses of scratch memory, of which each row has its own. */
export const tileRow = '$row';
/** Counts the sequences that a workgroup has at hand. */
export const ownRow = 'w';
const rowVariables = ['b', 'r', 'p', ownRow, tileRow];

/** The same place in a later row of the tile. */
export function atRow({ at, terms }: Affine, row: number): Affine {
  const step = terms.reduce((sum, [name, by]) => sum + (rowVariables.includes(name) ? by : 0), 0);
  return affine(at + row * step, ...terms.filter(([name]) => name !== tileRow));
}
