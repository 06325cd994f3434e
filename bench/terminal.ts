/** Tables and charts for a terminal. */

/** Columns as wide as their widest cell; the first is aligned to the left, the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i ? cell.padStart(width[i]!) : cell.padEnd(width[i]!)))
      .join('  ')
      .trimEnd();
  return [line(head), width.map((w) => '─'.repeat(w)).join('  '), ...rows.map(line)].join('\n');
}

/** Three significant digits, as far as they are before the point. */
export function digits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3);
}

export interface Series {
  readonly mark: string;
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A scatter plot with both axes logarithmic: a power law is a straight line, a cliff a step in it. */
export function logLogChart(series: readonly Series[], x: string, y: string, columns = 72, lines = 18): string {
  const points = series.flatMap((s) => s.points);
  const column = axis(
    points.map((p) => p[0]),
    columns,
  );
  const line = axis(
    points.map((p) => p[1]),
    lines,
  );
  const grid = Array.from({ length: lines }, () => Array<string>(columns).fill(' '));
  for (const { mark, points } of series)
    for (const point of points) grid[lines - 1 - line.cell(point[1])]![column.cell(point[0])] = mark;
  const labels = [digits(line.high), ...Array<string>(lines - 2).fill(''), digits(line.low)];
  const margin = Math.max(...labels.map((label) => label.length));
  const [low, high] = [digits(column.low), digits(column.high)];
  return [
    `${y}: ${series.map((s) => `${s.mark} ${s.name}`).join('   ')}`,
    ...grid.map((row, i) => `${labels[i]!.padStart(margin)} │${row.join('').trimEnd()}`),
    `${' '.repeat(margin)} └${'─'.repeat(columns)}`,
    `${' '.repeat(margin + 2)}${low}${x.padStart((columns + x.length) / 2 - low.length).padEnd(columns - low.length - high.length)}${high}`,
  ].join('\n');
}

function axis(values: readonly number[], cells: number) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const scale = (cells - 1) / Math.log(high / low);
  return { low, high, cell: (value: number) => Math.round(Math.log(value / low) * scale) };
}

/** A line that takes the place of the one before, where the terminal can do that. */
export function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
  else console.error(line);
}
