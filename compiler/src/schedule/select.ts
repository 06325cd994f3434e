/** Wires between layers, and the selection of the last step for models that return it alone. */
import { affine, type Kernel, type Stmt } from '../ir/loop.ts';
import { rowMajor } from './address.ts';
import { type Buffer, type Memory, rowOf } from './memory.ts';
import { clear, copy } from './task.ts';

/** The values between two layers and, in training, their cotangents. */
export interface Wire {
  readonly values: Buffer;
  readonly cotangents: Buffer | undefined;
  readonly rows: 'steps' | 'batch';
}

export function allocateWire(
  memory: Memory,
  name: string,
  size: number,
  rows: 'steps' | 'batch',
  training: boolean,
): Wire {
  return {
    values: memory.alloc(name, size, rows, rows === 'steps' ? `${name}, time-major` : name),
    cotangents: training ? memory.alloc(`d_${name}`, size, rows, `cotangent of ${name}`) : undefined,
    rows,
  };
}

/** Copies each sequence's last step; backwards, only that step has a cotangent. `last[b]` is its row. */
export function selectLast(
  from: Wire,
  to: Wire,
  last: Buffer,
  lanes: 1 | 4,
): { forward: Kernel[]; backward: Kernel[] } {
  const size = from.values.size;
  const rows = { batch: 'b', steps: 'r' };
  const place = (buffer: Buffer) => rowMajor(rowOf(buffer, rows), [size]);
  const row: Stmt = { kind: 'index', name: 'r', value: affine(0), load: affine(0, [last.name, 1], ['b', 1]) };
  const each = (body: Stmt[]): Stmt => ({ kind: 'loop', name: 'b', to: 'B', down: false, body: [row, ...body] });
  const select: Kernel = {
    name: 'last$select',
    doc: 'The last step of every sequence.',
    sized: true,
    body: [each(copy([size], place(from.values), place(to.values), lanes))],
  };
  if (!from.cotangents || !to.cotangents) return { forward: [select], backward: [] };
  const zeros: Stmt = {
    kind: 'loop',
    name: 'r',
    to: 'TB',
    down: false,
    body: clear([size], place(from.cotangents), lanes),
  };
  const scatter = each(copy([size], place(to.cotangents), place(from.cotangents), lanes));
  return {
    forward: [select],
    backward: [
      {
        name: 'last$scatter',
        doc: 'Only the last step of a sequence has a cotangent.',
        sized: true,
        body: [zeros, scatter],
      },
    ],
  };
}
