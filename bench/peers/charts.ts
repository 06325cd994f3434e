/** The results as charts. */

import { median } from '../statistics.ts';
import { type Bar, barChart } from '../svg.ts';
import { digits } from '../terminal.ts';
import { duration } from './markdown.ts';
import { compared, ownSeconds, type Results } from './results.ts';
import { idOf, titleOf, type Workload } from './workloads.ts';

const titles = {
  step: 'One streaming step of an LSTM',
  sequence: 'LSTM sequences, all h',
  train: 'One training step of an LSTM with Adam',
} as const;

/** SVG by file name. */
export function drawCharts(results: Results): Map<string, string> {
  const charts = new Map<string, string>();
  for (const [kind, title] of Object.entries(titles)) {
    const workloads = new Map(
      results.trials
        .filter(({ workload, outcome }) => workload.kind === kind && outcome.kind === 'timed')
        .map(({ workload }) => [idOf(workload), workload]),
    );
    const panels = [...workloads.values()].map((workload) => ({
      title: titleOf(workload),
      bars: barsOf(results, workload),
    }));
    const note = 'Time relative to cellc, measured in turn (median, logarithmic); only what computes the same numbers';
    if (panels.length) charts.set(`${kind}.svg`, barChart({ title, note, panels }));
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

/**
 * Times relative to cellc's fastest target, each ratio from the process that measured both: times of different processes
 * are not comparable.
 */
function barsOf(results: Results, workload: Workload): Bar[] {
  const own = results.targets.flatMap((name) => {
    const seconds = ownSeconds(results, workload, name);
    return seconds ? [{ name, seconds: seconds.median }] : [];
  });
  const fastest = own.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const trials = results.trials.flatMap(({ peer, outcome, ...trial }) =>
    idOf(trial.workload) === idOf(workload) && outcome.kind === 'timed' ? [{ peer, timings: outcome.timings }] : [],
  );
  const ratioOf = (name: string, of: typeof trials) =>
    median(
      of
        .filter(({ timings }) => timings.some((timing) => timing.name === name))
        .flatMap(({ timings }) => compared({ targets: [fastest.name] }, timings, name).over.get(fastest.name)!.median),
    );
  const label = (ratio: number) => `${digits(ratio)}× · ${duration(ratio * fastest.seconds)}`;
  return [
    ...own.map(({ name }) => bar(name, ratioOf(name, trials), label(ratioOf(name, trials)))),
    ...trials.map((trial) => bar(trial.peer, ratioOf(trial.peer, [trial]), label(ratioOf(trial.peer, [trial])))),
  ];
}

function bar(name: string, value: number, label: string): Bar {
  return { name, value, label, own: name.startsWith('cellc') };
}
