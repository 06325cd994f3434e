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

/** A figure in at most four digits: `0.02134`, `1.2e-7` */
export function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min` */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
