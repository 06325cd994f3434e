/** Text for terminals: columns, sizes, colours. */
import { styleText } from 'node:util';

export type Style = (style: Parameters<typeof styleText>[0], text: string) => string;

export const styled =
  (color: boolean): Style =>
  (style, text) =>
    color ? styleText(style, text) : text;

/** Rows as aligned columns, two spaces apart; numbers (right) are given by the columns' letters: `lrr`. */
export function columns(rows: readonly (readonly string[])[], align: string, indent = ''): string {
  const widths = [...align].map((_, i) => Math.max(0, ...rows.map((row) => (row[i] ?? '').length)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (align[i] === 'r' ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))),
  );
  return lines.map((line) => `${indent}${line.join('  ')}`.trimEnd()).join('\n');
}

/** `1,234` */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `824 B`, `12.3 kB`, `4.6 MB` */
export function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  return n < 1e6 ? `${(n / 1e3).toFixed(1)} kB` : `${(n / 1e6).toFixed(1)} MB`;
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

export function indented(text: string, by = '  '): string {
  return text.replace(/^(?=.)/gm, by);
}
