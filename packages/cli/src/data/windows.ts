/** Time series cut into windows, without a target of the validation part in the training part. */
import type { Choice } from './choose.ts';
import { dataError } from './csv.ts';
import type { Sequence } from './sequences.ts';

/** Numbers by row: of the inputs, and of the targets. */
export interface Series {
  readonly inputs: readonly Float64Array[];
  readonly targets: readonly Float64Array[];
  readonly length: number;
}

export interface Cut {
  /** Time steps of a window; without it, as many as there are. */
  readonly window: number | undefined;
  /** Rows between the starts of two windows. */
  readonly stride: number | undefined;
  /** Whether a window has a target for every step, or one for its last. */
  readonly every: boolean;
}

type Offsets = Choice['offsets'];

/**
 * Windows whose targets all lie before row `end`, the last of them ending there.
 * Without room for one whole window there is a shorter one.
 */
export function trainingWindows(series: Series, offsets: Offsets, end: number, cut: Cut): Sequence[] {
  const steps = Math.min(end, series.length) - offsets.at(-1)!;
  if (steps < 1) return [];
  const length = Math.min(cut.window ?? steps, steps);
  const stride = cut.stride ?? (cut.every ? Math.ceil(length / 2) : 1);
  const windows: Sequence[] = [];
  for (let start = (steps - length) % stride; start <= steps - length; start += stride)
    windows.push(windowAt(series, offsets, start, length, cut.every));
  return windows;
}

/** Windows that have every target from row `from` on once; where only the last step has one, they reach further back. */
export function validationWindows(series: Series, offsets: Offsets, from: number, cut: Cut): Sequence[] {
  const first = Math.max(0, from - offsets[0]!);
  const steps = series.length - offsets.at(-1)!;
  const window = cut.window ?? steps;
  const windows: Sequence[] = [];
  if (cut.every)
    for (let start = first; start < steps; start += window)
      windows.push(windowAt(series, offsets, start, Math.min(window, steps - start), true));
  else
    for (let end = Math.max(first + 1, Math.min(window, steps)); end <= steps; end += cut.stride ?? 1)
      windows.push(windowAt(series, offsets, Math.max(0, end - window), Math.min(window, end), false));
  return windows;
}

function windowAt(series: Series, offsets: Offsets, start: number, steps: number, every: boolean): Sequence {
  const rows = Array.from({ length: steps }, (_, i) => start + i);
  const x = rows.flatMap((row) => series.inputs.map((column) => column[row]!));
  const y = (every ? rows : rows.slice(-1)).flatMap((row) =>
    offsets.flatMap((offset) => series.targets.map((column) => column[row + offset]!)),
  );
  return { steps, x: Float64Array.from(x), y: Float64Array.from(y) };
}

/** @throws E_DATA where a window is asked for that the training part has no room for */
export function checkWindow(file: string, window: number, rows: number): void {
  if (window > rows)
    throw dataError(
      `--window ${window} is longer than the training part of ${file}, which has ${rows} rows`,
      'a shorter window, or a smaller --validation',
    );
}
