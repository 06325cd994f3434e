/** The results as charts. */

import { median } from '../statistics.ts';
import { type Bar, barChart, type Panel } from '../svg.ts';
import { digits } from '../terminal.ts';
import type { Kind } from './peer.ts';
import { type Comparison, compared, ownSeconds, type Results } from './results.ts';
import { duration } from './sections.ts';
import { idOf, titleOf, type Workload } from './workloads.ts';

const titles = {
  step: 'One streaming step of an LSTM',
  sequence: 'LSTM sequences, all h',
  train: 'One training step of an LSTM with Adam',
} as const;

export const NOTE =
  'Time relative to cellc, measured in turn (median, logarithmic); only what computes the same numbers';

/** SVG by file name. */
export function drawCharts(results: Results): Map<string, string> {
  const charts = new Map<string, string>();
  for (const [kind, title] of Object.entries(titles)) {
    const panels = panelsOf(results, kind as Kind);
    if (panels.length) charts.set(`${kind}.svg`, barChart({ title, note: NOTE, panels }));
  }
  const { timings } = results.starts;
  if (timings.length) {
    const bars = timings.map(({ name, rounds }) =>
      bar(name, median(rounds), `${(median(rounds) * 1e3).toFixed(0)} ms`),
    );
    const panels = [{ title: 'New process to first result', bars }];
    charts.set('start.svg', barChart({ title: 'Cold start', note: 'Median time, logarithmic', panels }));
  }
  const pages = results.weights.flatMap(({ name, gzipped, fetched = 0 }) => {
    const bytes = (gzipped ?? 0) + fetched;
    return gzipped === undefined ? [] : [bar(name, bytes, `${digits(bytes / 1e3)} kB`)];
  });
  const installs = results.weights.flatMap(({ name, installed }) =>
    installed === undefined ? [] : [bar(name, installed, `${digits(installed / 1e6)} MB`)],
  );
  if (pages.length) {
    const panels = [
      { title: 'Page with one LSTM step, gzipped, with all it fetches', bars: pages },
      { title: 'Installed, with dependencies', bars: installs },
    ];
    charts.set('size.svg', barChart({ title: 'Size', note: 'Logarithmic; without weights', panels }));
  }
  return charts;
}

/** A panel for every workload of a kind that was timed. */
export function panelsOf(comparison: Comparison, kind: Kind): Panel[] {
  const workloads = new Map(
    comparison.trials
      .filter(({ workload, outcome }) => workload.kind === kind && outcome.kind === 'timed')
      .map(({ workload }) => [idOf(workload), workload]),
  );
  return [...workloads.values()].map((workload) => ({
    title: titleOf(workload),
    bars: barsOf(comparison, workload),
  }));
}

/**
 * Times relative to cellc's fastest target, each ratio from the process that measured both: times of different processes
 * are not comparable.
 */
function barsOf(results: Comparison, workload: Workload): Bar[] {
  const own = results.targets.flatMap((name) => {
    const seconds = ownSeconds(results, workload, name);
    return seconds ? [{ name, seconds: seconds.median }] : [];
  });
  const fastest = own.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const trials = results.trials.flatMap(({ peer, outcome, ...trial }) =>
    idOf(trial.workload) === idOf(workload) && outcome.kind === 'timed' ? [{ peer, timings: outcome.timings }] : [],
  );
  // Rounds of a process that did not measure the fastest say nothing.
  const ratioOf = (name: string, of: typeof trials) =>
    of.flatMap(({ timings }) => {
      const isThere = timings.some((timing) => timing.name === name);
      return (isThere && compared({ targets: [fastest.name] }, timings, name).over.get(fastest.name)?.median) || [];
    });
  const barOf = (name: string, of: typeof trials): Bar[] => {
    const found = ratioOf(name, of);
    if (!found.length) return [];
    const ratio = median(found);
    return [bar(name, ratio, `${digits(ratio)}× · ${duration(ratio * fastest.seconds)}`)];
  };
  return [...own.flatMap(({ name }) => barOf(name, trials)), ...trials.flatMap((trial) => barOf(trial.peer, [trial]))];
}

function bar(name: string, value: number, label: string): Bar {
  return { name, value, label, own: name.startsWith('cellc') };
}
