/** BROWSER.md, and its chart. */
import { NOTE, panelsOf } from '../peers/charts.ts';
import { printContenders, printSections, printWhy, TIES, whyLost } from '../peers/markdown.ts';
import type { Kind } from '../peers/peer.ts';
import type { Remarks } from '../peers/results.ts';
import { barChart } from '../svg.ts';
import { targetsOn } from './adapters/cellc.ts';
import { peers } from './contenders.ts';
import type { Renderer } from './machine.ts';
import type { PageResults } from './results.ts';

export function printMarkdown(results: PageResults, remarks: Remarks): string {
  return `${[
    '# cellc and its peers in a browser',
    `Written by \`npm run bench:browser\` on ${results.date}; run it for your own machine's figures, or open the same page in your own browser with \`npm run bench:browser -- --open\`. [bench/README.md](README.md#in-a-browser) says what is measured, and how.`,
    ...describe(results),
    '![In a browser](charts/browser.svg)',
    ...printSections(results, () => undefined),
    ...printWhy(whyNotFirst(results, remarks)),
    ...printContenders(results.contenders),
  ].join('\n\n')}\n`;
}

/** Where it ran, and what the figures are, as paragraphs. */
export function describe(results: PageResults): string[] {
  const { browser, host, cellc, page, remark, targets } = results;
  const names = targets.map((name) => name.replace('cellc ', '')).join(', ');
  return [
    `${browser}; ${host}. cellc ${cellc}, targets ${names}. LSTM with bias, f32. ${threads(page.isIsolated)}`,
    `${renderer('WebGL2', page.webgl)} ${renderer('WebGPU', page.webgpu)}${caution(page.webgl, page.webgpu)}`,
    `A page is opened for each workload and peer; with the peer, cellc's js and wasm run in it, and the targets on the device that the peer uses. Times are medians. A ratio says how many times as long as cellc the peer takes, with the quartiles in brackets, in the same page and round by round: above 1, cellc is faster. ${TIES}`,
    ...(remark ? [remark] : []),
  ];
}

/** Where no target of cellc is as fast as a peer, and where none is on the peer's own device. */
export function whyNotFirst(results: PageResults, remarks: Remarks): string[] {
  const onDevices = (['webgl', 'webgpu'] as const).flatMap((device) => {
    const names = [...peers.values()].filter((peer) => peer.device === device).map(({ name }) => name);
    const trials = results.trials.filter(({ peer }) => names.includes(peer));
    return whyLost({ ...results, targets: targetsOn(device), trials }, remarks);
  });
  return [...new Set([...whyLost(results, remarks), ...onDevices])];
}

function threads(isIsolated: boolean): string {
  return isIsolated
    ? 'The page is isolated from other origins; everybody is asked to use one thread all the same.'
    : 'One thread: the page is not isolated from other origins, so nobody has shared memory, and clocks tick every 0.1 ms.';
}

function renderer(api: string, found: Renderer | undefined): string {
  if (!found) return `There is no ${api}.`;
  return found.isSoftware
    ? `${api} is a **software renderer** (${found.name}): the processor does what a GPU would.`
    : `${api} is ${found.name}.`;
}

function caution(...renderers: readonly (Renderer | undefined)[]): string {
  return renderers.some((found) => found?.isSoftware)
    ? ' What runs on a software renderer says how much work is asked of a GPU, and nothing of how fast one would do it.'
    : '';
}

const kinds: readonly (readonly [kind: Kind, title: string])[] = [
  ['step', 'One step'],
  ['sequence', 'Sequences'],
  ['train', 'Training step'],
];

export function drawChart(results: PageResults): string {
  const panels = kinds.flatMap(([kind, title]) =>
    panelsOf(results, kind).map((panel) => ({ ...panel, title: `${title}, ${panel.title}` })),
  );
  return barChart({ title: `An LSTM in ${results.browser}`, note: NOTE, panels });
}
