/** A chart in characters: a column for each year, with a dot for its forecast. */
import type { Forecast } from './forecast.ts';

const eighths = ' ▁▂▃▄▅▆▇█';

/** @param colored whether to tell the dots by colour as well */
export function drawInTerminal({ years, observed, model }: Forecast, height: number, colored: boolean): string {
  const top = Math.ceil(Math.max(...observed, ...model) / 50) * 50;
  const rowOf = (value: number) => Math.min(height - 1, Math.floor((value / top) * height));
  const dim = (text: string) => (colored ? `\x1b[2m${text}\x1b[0m` : text);
  const bright = (text: string) => (colored ? `\x1b[33m${text}\x1b[0m` : text);
  const cell = (row: number, i: number): string => {
    if (rowOf(model[i]!) === row) return bright('●');
    const filled = Math.round(((observed[i]! / top) * height - row) * 8);
    return dim(eighths[Math.max(0, Math.min(8, filled))]!);
  };
  const rows = Array.from({ length: height }, (_, i) => height - 1 - i).map((row) => {
    const value = (row / height) * top;
    const label = Number.isInteger(value / 50) ? String(value) : '';
    return `${label.padStart(5)} ${label ? '┤' : '│'}${years.map((_, i) => cell(row, i)).join('')}`;
  });
  const decades = years.reduce((line, year, i) => (year % 10 === 0 ? line.padEnd(i) + year : line), '');
  return [
    ...rows,
    `${' '.repeat(6)}└${years.map((year) => (year % 10 === 0 ? '┴' : '─')).join('')}`,
    `${' '.repeat(7)}${decades}`,
  ].join('\n');
}
