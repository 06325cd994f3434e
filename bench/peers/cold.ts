/** Cold start: from starting a process to the first step's result. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSync, saveSafetensors } from '@cellc/runtime';
import type { Timing } from '../harness.ts';
import { importCompiled } from '../models.ts';
import { compileFor, paramsOf, specOf, targets } from './cellc.ts';
import { NODE } from './results.ts';
import { lstmOf, START } from './workloads.ts';

const starter = fileURLToPath(new URL('./start.js', import.meta.url));
/** What a start prints before its result. */
const MARK = 'first step';
const PATIENCE_MS = 60_000;

interface Starter {
  readonly name: string;
  readonly args: readonly string[];
}

/** Process by process, the contenders in turn. A start that fails is not tried again. */
export async function coldStarts(
  peers: readonly { readonly name: string; readonly id: string }[],
  { rounds, flags }: { readonly rounds: number; readonly flags: readonly string[] },
  onRound: (round: number) => void,
): Promise<{ timings: Timing[]; failing: { name: string; reason: string }[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'cellc-start-'));
  try {
    const starters: Starter[] = [
      { name: NODE, args: ['-e', `console.log('${MARK}')`] },
      ...(await compiledStarters(folder)),
      ...peers.map(({ name, id }) => ({ name, args: [starter, id] })),
    ];
    const timings = starters.map((starter) => ({ ...starter, rounds: [] as number[] }));
    const failing = new Map<string, string>();
    for (let round = 0; round < rounds; round++) {
      onRound(round);
      for (const { name, args, rounds } of round % 2 ? timings.toReversed() : timings) {
        if (failing.has(name)) continue;
        try {
          rounds.push(await secondsToFirstStep([...flags, ...args]));
        } catch (error) {
          failing.set(name, (error as Error).message);
        }
      }
    }
    return {
      timings: timings.filter(({ name }) => !failing.has(name)).map(({ name, rounds }) => ({ name, rounds })),
      failing: Array.from(failing, ([name, reason]) => ({ name, reason })),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a user has on disk: a compiled module, weights, and a script. */
async function compiledStarters(folder: string): Promise<Starter[]> {
  const runtime = import.meta.resolve('@cellc/runtime/inference');
  const lstm = lstmOf(START);
  return Promise.all(
    targets().map(async (target, at) => {
      const compiled = compileFor(specOf(lstm), target);
      const model = loadSync(await importCompiled(compiled));
      writeFileSync(join(folder, `${at}.module.mjs`), compiled.code);
      writeFileSync(join(folder, `${at}.safetensors`), saveSafetensors(paramsOf(model, lstm)));
      const script = join(folder, `${at}.mjs`);
      writeFileSync(
        script,
        `import { readFileSync } from 'node:fs';
import { load } from '${runtime}';
import * as module from './${at}.module.mjs';
const model = await load(module, { weights: readFileSync(new URL('./${at}.safetensors', import.meta.url)) });
console.log('${MARK}', model.step(new Float32Array(${lstm.I}))[0]);
`,
      );
      return { name: `cellc ${target.name}`, args: [script] };
    }),
  );
}

function secondsToFirstStep(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: PATIENCE_MS });
    let printed = '';
    let errors = '';
    let seconds: number | undefined;
    child.stdout.on('data', (data) => {
      printed += data;
      if (printed.includes(MARK)) seconds ??= (performance.now() - start) / 1000;
    });
    child.stderr.on('data', (data) => (errors += data));
    child.on('error', reject);
    child.on('close', () => {
      if (seconds !== undefined) resolve(seconds);
      else reject(new Error(`the start failed: ${errors.trim().split('\n').at(-1)}`));
    });
  });
}
