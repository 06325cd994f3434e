/** The page that a user opens: measures in frames, one after the other, and shows what was found. */
import { version } from '@cellc/compiler';
import type { Remarks, Trial } from '../../peers/results.ts';
import { sectionsOf } from '../../peers/sections.ts';
import { targetNames } from '../adapters/cellc.ts';
import { workloads } from '../contenders.ts';
import { lookAround } from '../machine.ts';
import { describe, drawChart, printMarkdown, whyNotFirst } from '../markdown.ts';
import { contendersOn, type Measure, type Presence, tryAll } from '../plan.ts';
import type { PageResults } from '../results.ts';
import type { TrialPage } from './trial.ts';

const PATIENCE_MS = 5 * 60_000;

const byId = <Kind extends HTMLElement>(id: string): Kind => document.querySelector<Kind>(`#${id}`)!;
const [start, quick] = [byId<HTMLButtonElement>('start'), byId<HTMLInputElement>('quick')];
const fetched = async <Value>(path: string): Promise<Value> => (await fetch(path)).json();

/** In a frame, which is a page of its own as far as code and memory go. */
const measure: Measure = async (...asked) => {
  const frame = document.createElement('iframe');
  frame.src = 'trial.html';
  byId('pages').append(frame);
  const { promise: late, resolve } = lateAfter(PATIENCE_MS);
  try {
    await new Promise((loaded) => frame.addEventListener('load', loaded));
    const { trialPage } = frame.contentWindow as unknown as { readonly trialPage?: TrialPage };
    if (!trialPage) return { failing: 'the page does not load' };
    return await Promise.race([trialPage.measure(...asked), late]);
  } finally {
    resolve();
    frame.remove();
  }
};

function lateAfter(ms: number) {
  let timer = 0;
  const promise = new Promise<{ failing: string }>((go) => {
    timer = window.setTimeout(() => go({ failing: `no result in ${ms / 60_000} minutes` }), ms);
  });
  return { promise, resolve: () => window.clearTimeout(timer) };
}

async function compare(): Promise<void> {
  const machine = await lookAround();
  const contenders = contendersOn(machine, new Map(await fetched<[string, Presence][]>('presences.json')));
  const remarks = await fetched<Remarks>('remarks.json');
  const count = workloads.length;
  const show = (trials: readonly Trial[], at: number): void => {
    const remark = at < count ? `Not finished: ${at} of ${count} workloads.` : undefined;
    const results: PageResults = {
      cellc: version,
      date: new Date().toISOString().slice(0, 10),
      browser: browserOf(machine.userAgent),
      page: machine,
      host: `${machine.cores} cores`,
      targets: targetNames,
      contenders,
      trials,
      ...(remark && { remark }),
    };
    byId('found').replaceChildren(...elementsOf(results, remarks));
    const save = byId<HTMLAnchorElement>('save');
    URL.revokeObjectURL(save.href);
    save.href = URL.createObjectURL(new Blob([printMarkdown(results, remarks)], { type: 'text/markdown' }));
    save.hidden = false;
  };
  await tryAll({
    machine,
    contenders,
    workloads,
    effort: quick.checked ? 'quick' : 'full',
    measure,
    onTrial(name, at, count) {
      byId('progress').textContent = `${at + 1} of ${count}: ${name}`;
    },
    onWorkload: show,
  });
  byId('progress').textContent = 'done';
}

/** `Firefox/140.0`, of all the names that browsers give themselves. */
function browserOf(userAgent: string): string {
  return /(?:Firefox|Edg|OPR|HeadlessChrome|Chrome|Version)\/[\d.]+/.exec(userAgent)?.[0] ?? userAgent;
}

function elementsOf(results: PageResults, remarks: Remarks): Element[] {
  const chart = document.createElement('div');
  if (results.trials.some(({ outcome }) => outcome.kind === 'timed')) chart.innerHTML = drawChart(results);
  const sections = sectionsOf(results).flatMap(({ title, about, head, times, ratios, notes }) => [
    element('h2', title),
    element('p', about),
    tableOf(head, times),
    ...ratios.flatMap(({ title, head, rows }) => [element('p', title), tableOf(head, rows)]),
    ...notes.map((note, i) => element('p', `(${i + 1}) ${note}`)),
  ]);
  const missing = results.contenders.flatMap(({ name, missing }) =>
    missing ? [`${name} is missing: ${missing}`] : [],
  );
  return [
    ...describe(results).map((text) => element('p', text.replaceAll('**', ''))),
    ...missing.map((text) => element('p', text)),
    chart,
    ...sections,
    element('h2', 'Where cellc is not first'),
    ...whyNotFirst(results, remarks).map((text) => element('p', text)),
  ];
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): Element {
  const table = document.createElement('table');
  const line = (cells: readonly string[], tag: 'th' | 'td'): Element => {
    const row = document.createElement('tr');
    row.append(...cells.map((cell) => element(tag, cell)));
    if (cells[0]!.startsWith('cellc')) row.firstElementChild!.className = 'own';
    return row;
  };
  table.append(line(head, 'th'), ...rows.map((row) => line(row, 'td')));
  return table;
}

function element(tag: string, text: string): Element {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

start.addEventListener('click', async () => {
  start.disabled = true;
  try {
    await compare();
  } catch (error) {
    byId('progress').textContent = String(error);
  } finally {
    start.disabled = false;
  }
});
