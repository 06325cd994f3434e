/** The states that recurrent layers of Keras give besides what they compute. */
import type { Make, Value } from '../net.ts';
import { statesOf } from '../recurrent.ts';
import type { Scene } from './scene.ts';
import { type Direction, lastOf, type Signal } from './signal.ts';

type Unit = Extract<Make, { kind: 'unit' }>;

interface State {
  readonly direction: Direction;
  readonly make: Unit;
  /** `h` or `c` */
  readonly name: string;
}

/** A state of a layer, in the order in which it gives them, from 0. Undefined where it has no such state. */
export function stateAt({ units }: Scene, layer: string, state: number): State | undefined {
  const directions = units.get(layer) ?? [];
  const makes = directions.flatMap(({ value: { make } }) => (make.kind === 'unit' ? [make] : []));
  const names = makes.map(({ cell }) => [...statesOf(cell).keys()]);
  const all = directions.flatMap((direction, i) => names[i]!.map((name) => ({ direction, make: makes[i]!, name })));
  return all[state];
}

/** A hidden state at the end as what flows to other layers: the cell's last output, where that is what it holds. */
export function hiddenOf(scene: Scene, layer: string, state: number): Signal | undefined {
  const found = stateAt(scene, layer, state);
  if (found?.name !== 'h' || found.make.cell.masked) return undefined;
  const { direction, make } = found;
  const backward = make.direction === 'backward' || (make.direction === 'both' && direction.which === 1);
  return { source: lastOf(scene.net, part(direction, make), backward), last: true, reversed: false };
}

function part({ value, which }: Direction, { cell }: Unit): { value: Value; from: number; to: number } {
  return { value, from: which * cell.output, to: (which + 1) * cell.output };
}
