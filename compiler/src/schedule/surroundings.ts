/** What the loops of a fused group are lowered within, and the elements that they are lowered for. */
import type { Node } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import type { Fused } from '../passes/fuse.ts';
import type { Address, Index } from './address.ts';
import type { Schedule } from './schedule.ts';

export interface Surroundings {
  readonly table: OpTable;
  readonly schedule: Schedule;
  readonly fused: Fused;
  /** The rows that are computed at once: 0, 1, … */
  readonly rows: readonly number[];
  /** Where a node that memory holds is read for a row, if it is held. */
  address(node: Node, row: number): Address | undefined;
  /** Where the matrix of a product with a vector lies once more, packed for vectors. */
  turned(node: Node): Address | undefined;
  /** Where the values of this group are written for a row. */
  stores(node: Node, row: number): readonly { readonly to: Address; readonly add: boolean }[];
  uses(node: Node): number;
  /** The equation that defines a value, for whoever reads the code. */
  equation(node: Node): string | undefined;
  /** The name of a value's variable. One that begins with `$` has no variable unless it is used more than once. */
  label(node: Node): string;
  /** The name of a scalar's variable for a row. */
  scalar(node: Node, row: number): string;
}

/** An element, or a vector, of a row. */
export interface Cell {
  readonly index: readonly Index[];
  readonly row: number;
}
