/** What rounds of times come to. */

/** The value below which a fraction of the values lies, interpolated between neighbours. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * fraction;
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (high - low) * (at % 1);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The median, and the quartiles, between which half of the values lie. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/** How many times longer `a` takes than `b`, round by round: what disturbs the machine disturbs both. */
export function ratios(a: readonly number[], b: readonly number[]): Spread {
  return spread(a.map((time, round) => time / b[round]!));
}

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
