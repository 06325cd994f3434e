/** Gradients against central differences: along single elements of a tensor, and along one direction through all of them. */

/** A scalar function of a tensor that can be changed in place. */
export interface Probe {
  readonly data: Float64Array;
  readonly gradient: ArrayLike<number>;
  /** The function's value for the tensor as it is now. */
  value(): number;
}

/** Elements of one tensor that are probed alone. */
const alone = 24;
/** Wide enough for double precision; the second, narrow one tells a kink (of relu) from a wrong gradient. */
const widths = [1e-4, 1e-6];

/** The worst error of a gradient, relative to the tensor's largest element of it. */
export function worstError({ data, gradient, value }: Probe, random: () => number): number {
  const scale = Array.from(gradient).reduce((largest, g) => Math.max(largest, Math.abs(g)), 1e-3);
  const norm = Math.sqrt(data.length);
  const picks =
    data.length <= alone ? [...data.keys()] : Array.from({ length: alone }, () => Math.floor(random() * data.length));
  const directions = [
    ...picks.map((pick) => [[pick, 1]] as [number, number][]),
    Array.from(data, (_, i): [number, number] => [i, (random() < 0.5 ? -1 : 1) / norm]),
  ];
  const errorAlong = (direction: readonly (readonly [number, number])[], width: number): number => {
    const exact = direction.reduce((sum, [i, by]) => sum + gradient[i]! * by, 0);
    return Math.abs(difference(data, direction, width, value) - exact) / scale;
  };
  return Math.max(
    ...directions.map((direction) => tightest(widths.map((width) => () => errorAlong(direction, width)))),
  );
}

/** The smaller of the errors; the second is looked at only where the first is not small. */
function tightest([first, second]: (() => number)[]): number {
  const error = first!();
  return error < 1e-7 ? error : Math.min(error, second!());
}

/** The fourth-order central difference (8 (f(w) - f(-w)) - (f(2w) - f(-2w))) / 12 w. */
function difference(
  data: Float64Array,
  direction: readonly (readonly [number, number])[],
  width: number,
  value: () => number,
): number {
  const before = data.slice();
  const at = (steps: number): number => {
    for (const [i, by] of direction) data[i] = before[i]! + steps * width * by;
    return value();
  };
  const result = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * width);
  data.set(before);
  return result;
}
