/** Curves in characters: braille dots, two across and four down in each. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { figure, type Style } from '../format.ts';
import { extent } from './extent.ts';

export interface Curve {
  readonly name: string;
  readonly values: readonly number[];
  readonly color: Parameters<Style>[0];
}

/** Bits of the dots of a braille character, by column and row. */
const dots = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

/**
 * Curves over the epochs, from 1, with a logarithmic axis where they span more than a power of ten. Where two cross, the
 * later is on top.
 */
export function drawCurves(curves: readonly Curve[], size: { width: number; height: number }, style: Style): string {
  const [least, most] = extent(curves.flatMap(({ values }) => values));
  const count = Math.max(...curves.map(({ values }) => values.length));
  const isLog = least > 0 && most / least > 10;
  const height = size.height * 4;
  const y = (isLog ? scaleLog() : scaleLinear()).domain(least === most ? [least - 1, most + 1] : [least, most]);
  y.range([height - 1, 0]);
  const ticks = new Map(
    [least, y.invert((height - 1) / 2), most].map((value) => [Math.floor(y(value) / 4), figure(value)]),
  );
  const margin = Math.max(...[...ticks.values()].map(({ length }) => length));
  const width = Math.max(8, size.width - margin - 2);
  const cells = Array.from({ length: size.height }, () =>
    Array.from({ length: width }, () => ({ bits: 0, color: undefined as Curve['color'] | undefined })),
  );
  for (const [i, { values, color }] of curves.entries()) {
    const places = values.map((value) => (Number.isFinite(value) ? y(value) : Number.NaN));
    let before: number | undefined;
    for (let column = 0; column < width * 2; column++) {
      const place = between(places, (column / (width * 2 - 1)) * (count - 1));
      // Those after the first are dashed: there may be no colours.
      if (Number.isNaN(place) || (i > 0 && column % 6 > 2)) continue;
      const row = Math.round(place);
      // A steep curve stays connected.
      const [from, to] = [Math.min(row, before ?? row), Math.max(row, before ?? row)];
      for (let dot = from; dot <= to; dot++) {
        const cell = cells[Math.floor(dot / 4)]![Math.floor(column / 2)]!;
        if (cell.color !== color) cell.bits = 0;
        cell.bits |= dots[(column % 2) as 0 | 1][(dot % 4) as 0 | 1 | 2 | 3];
        cell.color = color;
      }
      before = row;
    }
  }
  const rows = cells.map((line, i) => {
    const label = ticks.get(i);
    const drawn = line.map(({ bits, color }) => {
      const text = bits === 0 ? ' ' : String.fromCharCode(0x2800 + bits);
      return color === undefined ? text : style(color, text);
    });
    return `${(label ?? '').padStart(margin)} ${label === undefined ? '│' : '┤'}${drawn.join('')}`.trimEnd();
  });
  const last = `epoch ${count}`;
  const foot = `${' '.repeat(margin + 2)}1 ${last.padStart(width - 2)}`;
  const legend = curves.map(({ name, color }, i) => `${style(color, i === 0 ? '──' : '╌╌')} ${name}`).join('   ');
  return [...rows, `${' '.repeat(margin)} └${'─'.repeat(width)}`, foot, `${' '.repeat(margin + 2)}${legend}`].join(
    '\n',
  );
}

/** The value at a place between two, or NaN outside. */
function between(values: readonly number[], place: number): number {
  const [low, high] = [values[Math.floor(place)] ?? Number.NaN, values[Math.ceil(place)] ?? Number.NaN];
  return low + (high - low) * (place % 1);
}
