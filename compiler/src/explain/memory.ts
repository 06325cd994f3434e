/** The memory plan as a table: every region of the arena, and how it grows with time steps T and batch rows B. */
import type { Lowered } from '../schedule/model.ts';

export interface MemoryRow {
  readonly name: string;
  readonly doc: string;
  /** Elements of one row. */
  readonly size: number;
  /** How many rows there are: 1, B, T·B or (T+1)·B. */
  readonly rows: 'one' | 'batch' | 'steps' | 'slots';
  /** At the table's T and B. */
  readonly bytes: number;
}

export interface MemoryTable {
  readonly T: number;
  readonly B: number;
  readonly rows: readonly MemoryRow[];
  /** The whole arena: bytes at T and B, and how many each of its parts adds. */
  readonly bytes: number;
  readonly fixedBytes: number;
  readonly bytesPerSequence: number;
  readonly bytesPerStep: number;
}

export function memoryTable(
  { memory, values, optimizer, io }: Lowered,
  bytesPerElement: number,
  T = 100,
  B = 32,
): MemoryTable {
  const counts = { one: 1, batch: B, steps: T * B, slots: (T + 1) * B };
  const row = (name: string, size: number, rows: MemoryRow['rows'], doc: string): MemoryRow => ({
    name,
    doc,
    size,
    rows,
    bytes: size * counts[rows] * bytesPerElement,
  });
  const weights = values.end - values.start;
  const [fixed, perRow, perStep] = memory.total;
  return {
    T,
    B,
    rows: [
      row('parameters', weights, 'one', 'weights, packed'),
      ...(io.training ? [row('gradients', weights, 'one', 'laid out like the parameters')] : []),
      ...(optimizer?.moments ?? []).map(({ name }) =>
        row(`moment ${name}`, weights, 'one', `of ${optimizer!.name}, laid out like the parameters`),
      ),
      ...memory.buffers.map(({ name, size, rows, doc }) => row(name, size, rows, doc)),
    ],
    bytes: (fixed + perRow * B + perStep * T * B) * bytesPerElement,
    fixedBytes: fixed * bytesPerElement,
    bytesPerSequence: perRow * bytesPerElement,
    bytesPerStep: perStep * bytesPerElement,
  };
}
