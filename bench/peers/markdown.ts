/** RESULTS.md: the figures as tables, what is missing with the reason, and why cellc is not first where it is not. */
import { type Spread, spread } from '../statistics.ts';
import { digits } from '../terminal.ts';
import type { Kind } from './peer.ts';
import {
  compared,
  type Elsewhere,
  lost,
  lostElsewhere,
  ownSeconds,
  type Remarks,
  type Results,
  remark,
  type Trial,
} from './results.ts';
import type { Weight } from './sizes.ts';
import { idOf, titleOf, type Workload } from './workloads.ts';

/** What repeated runs on a shared machine differ by. */
const TIE = 1.4;

const sections: readonly { readonly kind: Kind; readonly title: string; readonly about: string }[] = [
  {
    kind: 'step',
    title: 'Streaming: one step, state carried over',
    about: 'One time step of one sequence, input → hidden.',
  },
  { kind: 'sequence', title: 'Sequences', about: 'All h of B sequences of T steps, in one call.' },
  {
    kind: 'train',
    title: 'Training',
    about: 'One update by Adam: forward, mean squared error on h of every step, backward, update.',
  },
];

export function printMarkdown(results: Results, remarks: Remarks): string {
  const { machine, targets } = results;
  const load = machine.load.map((value) => value.toFixed(1)).join(' before and ');
  return `${[
    '# cellc and what one would use instead',
    `Written by \`npm run bench:peers\` on ${machine.date}; run it for your own machine's figures. [bench/README.md](README.md#peers) says what is measured, and how.`,
    `${machine.cores} × ${machine.cpu}, ${machine.system}, Node.js ${machine.node} (V8 ${machine.v8})${machine.flags.length ? ` with ${machine.flags.map(code).join(' ')}` : ''}, load ${load}. cellc ${results.cellc}, targets ${targets.map((name) => name.replace('cellc ', '')).join(', ')}. LSTM with bias, f32, one thread.`,
    `Times are medians, with the quartiles in brackets where a row has them. A ratio says how many times as long as cellc the peer takes, in the same process and round by round: above 1, cellc is faster. Ratios between 1 / ${TIE} and ${TIE} are ties on a shared machine.`,
    ...sections.flatMap((section) => printSection(results, section)),
    ...printStarts(results),
    ...printWeights(results.weights),
    ...printLost(results, remarks),
    '## The peers',
    table(
      ['peer', 'version', 'used as'],
      results.contenders.map(({ name, version, missing, how }) => [name, version ?? `missing: ${missing}`, how]),
      '---',
    ),
  ].join('\n\n')}\n`;
}

function printSection(results: Results, { kind, title, about }: (typeof sections)[number]): string[] {
  const trials = results.trials.filter(({ workload }) => workload.kind === kind);
  const columns = unique(trials.map(({ workload }) => workload));
  if (!columns.length) return [];
  const at = (peer: string, workload: Workload) =>
    trials.find((trial) => trial.peer === peer && idOf(trial.workload) === idOf(workload));
  const peers = results.contenders
    .filter(({ name }) => trials.some(({ peer }) => peer === name))
    .map(({ name }) => name);
  const timed = (trial: Trial | undefined) =>
    trial?.outcome.kind === 'timed' ? compared(results, trial.outcome.timings, trial.peer) : undefined;
  const head = columns.map(titleOf);
  const reasons = reasonsOf(trials);

  const times = [
    ...results.targets.map((target) => [
      `**${target}**`,
      ...columns.map((workload) => {
        const seconds = ownSeconds(results, workload, target);
        return seconds ? duration(seconds.median) : '';
      }),
    ]),
    ...peers.map((peer) => [
      peer,
      ...columns.map((workload) => {
        const trial = at(peer, workload);
        const found = timed(trial);
        return found ? duration(found.seconds.median) : mark(trial, reasons);
      }),
    ]),
  ];
  const ratioTables = results.targets.map((target) => {
    const rows = peers.map((peer) => [
      peer,
      ...columns.map((workload) => {
        const trial = at(peer, workload);
        const ratio = timed(trial)?.over.get(target);
        return ratio ? showRatio(ratio) : mark(trial, reasons);
      }),
    ]);
    return `How many times as long as ${target}:\n\n${table(['peer', ...head], rows)}`;
  });
  const notes = reasons.map((reason, i) => `${i + 1}. ${reason}`).join('\n');
  return [
    `## ${title}`,
    about,
    `![${title}](charts/${kind}.svg)`,
    table(['', ...head], times),
    ...ratioTables,
    ...(notes ? [notes] : []),
  ];
}

/** Why cells are empty, each reason once: with the peers that it is about. */
function reasonsOf(trials: readonly Trial[]): string[] {
  return [...new Set(trials.flatMap((trial) => reasonOf(trial) ?? []))];
}

function reasonOf({ peer, outcome }: Trial): string | undefined {
  if (outcome.kind === 'timed') return undefined;
  return `${peer}${outcome.kind === 'failing' ? ' **fails**' : ''}: ${outcome.reason}`;
}

function mark(trial: Trial | undefined, reasons: readonly string[]): string {
  const reason = trial && reasonOf(trial);
  if (!reason) return '';
  return `${trial.outcome.kind === 'failing' ? 'fails' : '–'} (${reasons.indexOf(reason) + 1})`;
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
  const slower = lost(results).map((one) => {
    const { workload, peer, target, ratio } = one;
    const tie = ratio.high >= 1 || ratio.median > 1 / TIE ? ', a tie' : '';
    const why = remark(remarks, one) ?? UNKNOWN;
    return `- ${workload.kind} ${titleOf(workload)}: ${peer} takes ${showRatio(ratio)} as long as ${target}${tie}. ${why}`;
  });
  const others = lostElsewhere(results).map(
    (one) => `- ${sayElsewhere(one)}. ${remarks.elsewhere?.[one.what] ?? UNKNOWN}`,
  );
  const lines = [...slower, ...others];
  return ['## Where cellc is not first', lines.length ? lines.join('\n') : 'It is, everywhere.'];
}

/** Of what has no remark. */
const UNKNOWN = 'Not looked into yet.';

function sayElsewhere({ what, peer, value, own }: Elsewhere): string {
  if (what === 'start') return `cold start: ${peer} takes ${ms(value)} ms, cellc ${ms(own)}`;
  if (what === 'page') return `page: ${peer} has ${digits(value / 1e3)} kB, cellc ${digits(own / 1e3)}`;
  return `install: ${peer} has ${digits(value / 1e6)} MB, cellc ${digits(own / 1e6)}`;
}

function unique(workloads: readonly Workload[]): Workload[] {
  return [...new Map(workloads.map((workload) => [idOf(workload), workload])).values()];
}

export function duration(seconds: number): string {
  if (seconds < 1e-3) return `${digits(seconds * 1e6)} µs`;
  return seconds < 1 ? `${digits(seconds * 1e3)} ms` : `${digits(seconds)} s`;
}

function ms(seconds: number): string {
  return (seconds * 1e3).toFixed(0);
}

function showRatio({ median, low, high }: Spread): string {
  return `${digits(median)}× [${digits(low)}–${digits(high)}]`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[], align = '--:'): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i ? align : '---'))), ...rows.map(line)].join('\n');
}
