/** What rounds of times come to, in words and as laws. */
import type { Spread } from 'cellc/measure';

export { median, quantile, ratios, type Spread, spread } from 'cellc/measure';

export function show({ median, low, high }: Spread): string {
  return `${median.toFixed(2)}× [${low.toFixed(2)}–${high.toFixed(2)}]`;
}

/** `y = factor · x^exponent`, by least squares of the logarithms. */
export interface PowerLaw {
  readonly factor: number;
  readonly exponent: number;
}

export function powerLaw(points: readonly (readonly [x: number, y: number])[]): PowerLaw {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (at: 0 | 1) => logs.reduce((sum, point) => sum + point[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const variance = logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  const exponent = covariance / variance;
  return { factor: Math.exp(y - exponent * x), exponent };
}
