/** A tuning as comma-separated values: a line for every variant and workload. */
import type { Report } from './report.ts';

const head = [
  ...['model', 'workload', 'steps', 'batch', 'target', 'variant', 'default', 'winner', 'final'],
  ...['median_s', 'low_s', 'high_s', 'ops_per_s', 'gflops', 'share_of_peak', 'ratio', 'noise'],
  ...['bytes', 'gzip_bytes', 'worst_error', 'engine_flags'],
];

export function tuningCsv({ name, T, B, sections }: Report): string {
  const lines = sections.flatMap(({ work, rows, noise }) =>
    rows.map((row) => {
      const { median, low, high } = row.seconds;
      const [steps, batch] = work === 'step' ? [1, 1] : [T, B];
      return [
        ...[name, work, steps, batch, row.target, row.variant, row.isDefault, row.isWinner, row.isFinalist],
        ...[median, low, high, row.opsPerSecond, row.gflops, row.shareOfPeak ?? '', row.ratio, noise[row.target]!],
        ...[row.bytes, row.gzip, row.error, row.flags.join(' ')],
      ];
    }),
  );
  return [head, ...lines].map((line) => `${line.map(quoted).join(',')}\n`).join('');
}

function quoted(value: string | number | boolean): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
