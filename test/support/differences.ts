/** Derivatives by finite differences, and how far two gradients are apart. */

/**
 * The gradient of f with respect to the elements of `at`, by central differences: their error is about step² of f's
 * third derivative, and 1e-16 / step from rounding. `at` is changed and restored.
 */
export function centralDifferences(f: () => number, at: Float64Array, step = 1e-5): Float64Array {
  return at.map((x, i) => {
    at[i] = x + step;
    const above = f();
    at[i] = x - step;
    const below = f();
    at[i] = x;
    return (above - below) / (2 * step);
  });
}

/** The largest difference of two arrays' elements, relative to the elements where they are large and to `unit` where they are not. */
export function worstError(actual: ArrayLike<number>, expected: ArrayLike<number>, unit = 1): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [actual[i]!, expected[i]!];
    const error = Math.abs(a - b) / Math.max(unit, Math.abs(a), Math.abs(b));
    // NaN and infinities are never right.
    worst = error <= worst ? worst : Number.isFinite(error) ? error : Number.POSITIVE_INFINITY;
  }
  return worst;
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Lines of a table, columns aligned: text to the left, numbers to the right. */
export function showTable(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toExponential(1) : cell)));
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string => row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ');
  return cells.map((row) => line(row).trimEnd()).join('\n');
}
