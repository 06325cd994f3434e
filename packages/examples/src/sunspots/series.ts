/** Yearly sunspot numbers, cut into what a model may learn from and what it is judged by. */
import { readFileSync } from 'node:fs';

export interface Series {
  readonly years: readonly number[];
  readonly values: readonly number[];
}

/** `year,sunspots` with a header line. */
export function readSeries(file: URL): Series {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  return { years: rows.map(([year]) => year!), values: rows.map(([, value]) => value!) };
}

/** The part from year `from` to year `to`, both included. */
export function between({ years, values }: Series, from: number, to: number): Series {
  const [start, end] = [years.indexOf(from), years.indexOf(to) + 1];
  return { years: years.slice(start, end), values: values.slice(start, end) };
}

/** A change of scale and its inverse. */
export interface Scale {
  readonly to: (value: number) => number;
  readonly from: (standard: number) => number;
}

/** To mean 0 and standard deviation 1 over the given values: those of the training part, never of the held-out one. */
export function standardise(values: readonly number[]): Scale {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { to: (value) => (value - mean) / deviation, from: (standard) => mean + deviation * standard };
}

/** Overlapping windows, the last ending with the series: inputs [windows, length, 1], and as targets the next values. */
export function windows(
  values: readonly number[],
  length: number,
  stride: number,
): { x: number[][][]; y: number[][][] } {
  const x: number[][][] = [];
  const y: number[][][] = [];
  const column = (start: number) => values.slice(start, start + length).map((value) => [value]);
  for (let start = values.length - 1 - length; start >= 0; start -= stride) {
    x.push(column(start));
    y.push(column(start + 1));
  }
  return { x, y };
}
