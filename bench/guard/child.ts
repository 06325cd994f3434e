/** One kernel in a fresh process: `node child.js BASE WORK KERNEL full|quick`, roots of both trees; prints a sample. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkClose, compareSlow } from '../harness.ts';
import { importCompiled } from '../models.ts';
import type { Sample } from './judge.ts';
import { guarded, type Revision } from './kernels.ts';

const [base, work, at, effort] = process.argv.slice(2) as [string, string, string, 'full' | 'quick'];
/** Sums may be taken in another order. */
const TOLERANCE = 1e-4;
const { name, spec, work: workOf } = guarded[Number(at)]!;

async function revisionAt(root: string): Promise<Revision> {
  const load = (path: string) => import(pathToFileURL(join(root, path)).href);
  return { ...(await load('compiler/dist/index.js')), ...(await load('runtime/dist/index.js')) };
}

/** `copy` makes an engine take the same code for another module. */
async function contender(label: string, root: string, copy: number) {
  const revision = await revisionAt(root);
  const { code } = revision.compileModel(spec);
  const module = await importCompiled({ code: `${code}\n// ${copy}\n` });
  return { name: label, ...workOf(revision.loadSync(module, { seed: 1 }), revision) };
}

// Two copies of each: a runtime that serves two modules is compiled otherwise than one that serves one.
const contenders = [
  await contender('base', base, 0),
  await contender('working tree', work, 1),
  await contender('base again', base, 2),
  await contender('working tree again', work, 3),
];
const [expected, ...answers] = await Promise.all(contenders.map(({ answer }) => answer()));
for (const answer of answers) checkClose(name, answer, expected!, TOLERANCE);

const settings = { full: { rounds: 21, seconds: 0.01, budget: 20 }, quick: { rounds: 7, seconds: 0.005, budget: 4 } };
const timings = await compareSlow({ variants: contenders, ...settings[effort] });
const [was, is, wasAgain, isAgain] = timings.map(({ rounds }) => rounds);
const over = (a: readonly number[], b: readonly number[]) => a.map((seconds, round) => seconds / b[round]!);
const sample: Sample = {
  overBase: [...over(is!, was!), ...over(isAgain!, wasAgain!)],
  overItself: [...over(isAgain!, is!), ...over(wasAgain!, was!)],
};
console.log(JSON.stringify(sample));
