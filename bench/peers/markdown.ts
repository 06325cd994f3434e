/** RESULTS.md: the figures as tables, what is missing with the reason, and why cellc is not first where it is not. */
import { spread } from '../statistics.ts';
import { digits } from '../terminal.ts';
import type { Kind } from './peer.ts';
import {
  type Comparison,
  type Contender,
  type Elsewhere,
  lost,
  lostElsewhere,
  type Remarks,
  type Results,
  remark,
} from './results.ts';
import { sectionsOf, showRatio } from './sections.ts';
import type { Weight } from './sizes.ts';
import { titleOf } from './workloads.ts';

/** What repeated runs on a shared machine differ by. */
const TIE = 1.4;
export const TIES = `Ratios between 1 / ${TIE} and ${TIE} are ties on a shared machine.`;

export function printMarkdown(results: Results, remarks: Remarks): string {
  const { machine, targets } = results;
  const load = machine.load.map((value) => value.toFixed(1)).join(' before and ');
  return `${[
    '# cellc and what one would use instead',
    `Written by \`npm run bench:peers\` on ${machine.date}; run it for your own machine's figures. [bench/README.md](README.md#peers) says what is measured, and how.`,
    `${machine.cores} × ${machine.cpu}, ${machine.system}, Node.js ${machine.node} (V8 ${machine.v8})${machine.flags.length ? ` with ${machine.flags.map(code).join(' ')}` : ''}, load ${load}. cellc ${results.cellc}, targets ${targets.map((name) => name.replace('cellc ', '')).join(', ')}. LSTM with bias, f32, one thread.`,
    `Times are medians, with the quartiles in brackets where a row has them. A ratio says how many times as long as cellc the peer takes, in the same process and round by round: above 1, cellc is faster. ${TIES}`,
    ...printSections(results, (kind) => `charts/${kind}.svg`),
    ...printStarts(results),
    ...printWeights(results.weights),
    ...printLost(results, remarks),
    ...printContenders(results.contenders),
  ].join('\n\n')}\n`;
}

/** The times and ratios of every kind of workload. */
export function printSections(comparison: Comparison, chartOf: (kind: Kind) => string | undefined): string[] {
  return sectionsOf(comparison).flatMap(({ kind, title, about, head, times, ratios, notes }) => {
    const chart = chartOf(kind);
    return [
      `## ${title}`,
      about,
      ...(chart === undefined ? [] : [`![${title}](${chart})`]),
      table(
        head,
        times.map(([name, ...cells]) => [comparison.targets.includes(name!) ? `**${name}**` : name!, ...cells]),
      ),
      ...ratios.map(({ title, head, rows }) => `${title}\n\n${table(head, rows)}`),
      ...(notes.length ? [notes.map((note, i) => `${i + 1}. ${note}`).join('\n')] : []),
    ];
  });
}

/** Everybody, with the version or the reason why there is none. */
export function printContenders(contenders: readonly Contender[]): string[] {
  return [
    '## The peers',
    table(
      ['peer', 'version', 'used as'],
      contenders.map(({ name, version, missing, how }) => [name, version ?? `missing: ${missing}`, how]),
      '---',
    ),
  ];
}

function printStarts({ starts: { timings, failing } }: Results): string[] {
  if (!timings.length) return [];
  const rows = timings
    .map(({ name, rounds }) => ({ name, ...spread(rounds) }))
    .toSorted((a, b) => a.median - b.median)
    .map(({ name, median, low, high }) => [name, `${ms(median)} [${ms(low)}–${ms(high)}]`]);
  return [
    '## Cold start',
    'From starting a process to the result of the first step, 10 → 20.',
    '![Cold start](charts/start.svg)',
    table(['', 'ms'], [...rows, ...failing.map(({ name, reason }) => [name, `fails: ${reason}`])]),
  ];
}

function printWeights(weights: readonly Weight[]): string[] {
  if (!weights.length) return [];
  const kB = (bytes: number | undefined) => (bytes === undefined ? '–' : digits(bytes / 1e3));
  const rows = weights.map(({ name, minified, gzipped, fetched, installed, failing }) => [
    name,
    kB(minified),
    failing ? `fails: ${failing}` : kB(gzipped),
    fetched ? kB(fetched) : '',
    installed === undefined ? '–' : digits(installed / 1e6),
  ]);
  return [
    '## Size',
    'A page that runs one LSTM step, 10 → 20, without its weights: bundled and minified by esbuild, gzipped; what it fetches besides (gzipped); and what an install takes on the disk with all it depends on.',
    '![Size](charts/size.svg)',
    table(['', 'page kB', 'gzip kB', 'fetched kB', 'install MB'], rows),
  ];
}

function printLost(results: Results, remarks: Remarks): string[] {
  const others = lostElsewhere(results).map(
    (one) => `- ${sayElsewhere(one)}. ${remarks.elsewhere?.[one.what] ?? UNKNOWN}`,
  );
  return printWhy([...whyLost(results, remarks), ...others]);
}

/** A line for every workload and peer that is faster than all of cellc. */
export function whyLost(comparison: Comparison, remarks: Remarks): string[] {
  return lost(comparison).map((one) => {
    const { workload, peer, target, ratio } = one;
    const tie = ratio.high >= 1 || ratio.median > 1 / TIE ? ', a tie' : '';
    const why = remark(remarks, one) ?? UNKNOWN;
    return `- ${workload.kind} ${titleOf(workload)}: ${peer} takes ${showRatio(ratio)} as long as ${target}${tie}. ${why}`;
  });
}

export function printWhy(lines: readonly string[]): string[] {
  return ['## Where cellc is not first', lines.length ? lines.join('\n') : 'It is, everywhere.'];
}

/** Of what has no remark. */
const UNKNOWN = 'Not looked into yet.';

function sayElsewhere({ what, peer, value, own }: Elsewhere): string {
  if (what === 'start') return `cold start: ${peer} takes ${ms(value)} ms, cellc ${ms(own)}`;
  if (what === 'page') return `page: ${peer} has ${digits(value / 1e3)} kB, cellc ${digits(own / 1e3)}`;
  return `install: ${peer} has ${digits(value / 1e6)} MB, cellc ${digits(own / 1e6)}`;
}

function ms(seconds: number): string {
  return (seconds * 1e3).toFixed(0);
}

function code(text: string): string {
  return `\`${text}\``;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[], align = '--:'): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i ? align : '---'))), ...rows.map(line)].join('\n');
}
