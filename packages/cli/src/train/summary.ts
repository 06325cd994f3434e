/** The end of a training, as text: figures, curves, files, and what to type next. */
import type { Shown } from '../data/dataset.ts';
import { bytes, duration, figure, plural, type Style, columns as table } from '../format.ts';
import { errorsOf } from '../report/errors.ts';
import { drawCurves } from '../report/terminal.ts';
import { files } from './output.ts';
import type { Trained } from './trained.ts';

const HEIGHT = 9;
const WIDEST = 100;
/** Predictions that are spoken of: the report has all. */
const COMPARED = 3;

export interface Place {
  readonly directory: string;
  /** Of the terminal. */
  readonly columns: number;
  readonly style: Style;
}

export function summaryOf(trained: Trained, shown: Shown, { directory, columns, style }: Place): string {
  const { name, epochs, seconds, stopped, best, keepsBest, parameters } = trained;
  const last = epochs.at(-1)!;
  const [of, by] = last.validation ? ['validation', 'validation loss'] : ['training', 'loss'];
  const whose = keepsBest ? `the weights are those of epoch ${best}, which had the lowest ${by}` : undefined;
  const lowest = epochs[best - 1]!;
  const low = figure(lowest.validation?.loss ?? lowest.loss);
  const notes = [
    ...(stopped === 'early' ? [`stopped early: no better ${by} for ${plural(epochs.length - best, 'epoch')}`] : []),
    whose ??
      (best === epochs.length
        ? `the lowest ${by} is the last`
        : `lowest ${by} ${low} in epoch ${best}; the weights are those of the last epoch (--patience N keeps the best)`),
  ];
  const metrics = Object.entries((last.validation ?? last).metrics).map(
    ([metric, value]) => `${metric} ${figure(value)}`,
  );
  const curves = [
    { name: 'loss', values: epochs.map(({ loss }) => loss), color: 'cyan' },
    ...(last.validation
      ? [{ name: 'validation', values: epochs.map(({ validation }) => validation!.loss), color: 'yellow' } as const]
      : []),
  ] as const;
  const compared = shown.comparisons.filter(({ at }) => at.length > 0);
  const path = (file: string): string => `${directory}/${file}`;
  return [
    `${style('bold', `Trained ${name}`)}: ${plural(epochs.length, 'epoch')} in ${duration(seconds)}, loss ${figure(last.loss)}${last.validation ? `, validation ${figure(last.validation.loss)}` : ''}`,
    ...notes,
    ...compared.slice(0, COMPARED).map((comparison) => `${comparison.title}: ${errorsOf(comparison)}`),
    ...(metrics.length > 0 ? [`${of}: ${metrics.join(', ')}`] : []),
    '',
    drawCurves(curves, { width: Math.min(columns, WIDEST) - 1, height: HEIGHT }, style),
    '',
    table(
      [
        [
          path(files.weights),
          `${plural(parameters, 'parameter')}, ${bytes(parameters * (trained.precision === 'f64' ? 8 : 4))}`,
        ],
        [path(files.report), 'curves, predictions and configuration'],
        [path(files.history), 'the figures of every epoch'],
        [path(files.checkpoint), '--resume --epochs N trains on'],
      ],
      'll',
    ),
    '',
    `${style('bold', 'next')} ${next(trained, path(files.weights))}`,
  ].join('\n');
}

function next({ spec, data }: Trained, weights: string): string {
  const words =
    data.about.kind === 'text'
      ? ['generate', spec.file, weights, '--prompt', data.about.alphabet.includes('T') ? 'The ' : 'a']
      : ['run', spec.file, weights, data.file];
  return ['cellc', ...words].map(quote).join(' ');
}

/** A word as a shell takes it. */
export function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
