/** A tuning as text: a table for each workload, and what won. */
import { bytes, columns, grouped, plural, type Style } from '../format.ts';
import type { Report, Section } from './report.ts';

/** @param saved where the winners were written, if they were */
export function tuningText(report: Report, saved: string | undefined, style: Style): string {
  const { name, engine, cpu, peakGflops, tried, sections } = report;
  const heading = `${name}: Node.js ${engine.node} on ${cpu}, peak ${digits(peakGflops)} GFLOP/s`;
  const counts = tried.map(
    ({ target, schedules, different, excluded }) =>
      `${target}: ${plural(schedules, 'schedule')}, ${different} of which give different code; ${agreement(excluded.length)}`,
  );
  const excluded = tried.flatMap((of) =>
    of.excluded.map(({ name: variant, wrong }) => style('red', `EXCLUDED ${variant}: ${wrong}`)),
  );
  const missing = tried.flatMap((of) => of.missing.map((mode) => `${mode}: not on this engine`));
  const flagged = report.verdicts
    .filter(({ flags }) => flags.length > 0)
    .map(
      ({ mode, flags }) => `${mode}: timed with node ${flags.join(' ')}, without which this engine has no relaxed SIMD`,
    );
  return [
    [heading, ...counts, ...missing, ...flagged, ...excluded].join('\n'),
    ...sections.map((section) => table(section, style)),
    ...busy(sections),
    verdicts(report, saved),
  ].join('\n\n');
}

const agreement = (excluded: number): string =>
  excluded === 0 ? 'all agree with the oracle' : `${excluded} excluded, for not agreeing with the oracle`;

const head = ['', '', 'median', 'spread', 'ops/s', 'GFLOP/s', 'of peak', 'gzip', 'error', 'against default'];

/** Those of the finals; the others are counted. */
function table({ title, noise, rows }: Section, style: Style): string {
  const shown = rows.filter(({ isFinalist }) => isFinalist);
  const others = rows.length - shown.length;
  const cells = shown.map((row) => {
    const unit = unitOf(row.seconds.median);
    const inUnit = (seconds: number): string => digits(seconds * unit.factor);
    return [
      row.isWinner ? '*' : '',
      row.variant,
      `${inUnit(row.seconds.median)} ${unit.name}`,
      `${inUnit(row.seconds.low)}–${inUnit(row.seconds.high)}`,
      rate(row.opsPerSecond),
      digits(row.gflops),
      `${Math.round(100 * row.shareOfPeak!)} %`,
      bytes(row.gzip),
      row.error.toExponential(1),
      row.isDefault ? '' : `${row.ratio.toFixed(2)} × ± ${noise[row.target]!.toFixed(2)}`,
    ];
  });
  const [first, ...lines] = columns([[title, '', ...head.slice(2)], ...cells].map(joinFirst), 'lrrrrrrrr').split('\n');
  const marked = lines.map((line, i) => (shown[i]!.isWinner ? style('green', line) : line));
  const rest = others > 0 ? [`  and ${plural(others, 'schedule')} left behind in the heats`] : [];
  return [style('bold', first!), ...marked, ...rest].join('\n');
}

/** The mark and the name are one column, under the title. */
function joinFirst([mark, name, ...rest]: readonly string[], i: number): string[] {
  return [i === 0 ? mark! : `${mark === '' ? ' ' : mark} ${name}`, ...rest];
}

function verdicts({ verdicts: all, name, sections }: Report, saved: string | undefined): string {
  const over = sections.length > 1 ? ' over all workloads' : '';
  const lines = all.map(({ mode, name: variant, isDefault, ratio }) => {
    if (isDefault) return `${mode}: nothing is faster than the default beyond noise`;
    return `${mode}: ${variant.slice(mode.length + 1)} takes ${ratio.toFixed(2)} of the default's time${over}`;
  });
  const last =
    saved === undefined ? `--save keeps this for cellc compile` : `${saved}: cellc compile of ${name} uses it`;
  return [...lines, last].join('\n');
}

/** Above this, copies of the same code differ so much that little can be found. */
const BUSY = 0.2;

function busy(sections: readonly Section[]): string[] {
  const worst = Math.max(...sections.flatMap(({ noise }) => Object.values(noise)));
  if (worst <= BUSY) return [];
  return [
    `The same code took up to ${Math.round(100 * worst)} % longer in one process than in another: this machine is busy.`,
  ];
}

/** Three significant digits, as far as they are before the point. */
export function digits(value: number): string {
  if (value >= 100) return grouped(Math.round(value));
  return value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3);
}

function rate(perSecond: number): string {
  return perSecond >= 1000 ? grouped(Number(perSecond.toPrecision(3))) : digits(perSecond);
}

export function unitOf(seconds: number): { readonly name: string; readonly factor: number } {
  if (seconds < 1e-3) return { name: 'µs', factor: 1e6 };
  return seconds < 1 ? { name: 'ms', factor: 1e3 } : { name: 's', factor: 1 };
}
