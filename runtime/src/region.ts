/** Places in the arena. */

/** An element offset in the arena: `fixed + perRow * B + perStep * T * B`. */
export type Offset = readonly [fixed: number, perRow: number, perStep: number];

/**
 * A region of the arena that holds `size` elements for each of its rows.
 * - `one`: a single row.
 * - `batch`: one row per batch row: row b.
 * - `steps`: one row per time step and batch row, time-major: row t * B + b.
 * - `slots`: like `steps` with one more time step: a state's history. Slot t holds the state before step t
 *   (direction forward) or after step t (direction backward, which starts from slot T).
 */
export interface Region {
  readonly at: Offset;
  readonly size: number;
  readonly rows: 'one' | 'batch' | 'steps' | 'slots';
}
