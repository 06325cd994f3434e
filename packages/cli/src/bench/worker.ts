/** A process that holds some variants, or the machine's peak, and takes a sample of one whenever it is asked. */
import { setFlagsFromString } from 'node:v8';
import type { CompiledModule } from '@cellc/runtime';
import { peakKernel } from './peak.ts';
import { now, type Sampler, sampler } from './sampler.ts';
import type { Mode } from './variants.ts';
import type { Reference, Verdict } from './verify.ts';
import type { Size, Work } from './workload.ts';
import { openModel, workload } from './workloads.ts';

export interface Load {
  /** Of modules; undefined stands for the machine's peak. */
  readonly codes: readonly (string | undefined)[];
  readonly size: Size;
  /** Of the samples, and of the time before the first. */
  readonly seconds: number;
  readonly warmUp: number;
}

/** A workload, of one of the codes. */
export interface Task {
  readonly work: Work;
  readonly nth: number;
}

/** A variant that only an engine with other flags can run. */
export interface Unverified {
  readonly code: string;
  readonly mode: Mode;
  readonly reference: Reference;
}

export type Request =
  | { readonly load: Load }
  | { readonly warm: Task }
  | { readonly sample: Task }
  | { readonly verify: Unverified };
/** Seconds per operation, for the peak per floating-point operation; or how the variant was found. */
export interface Reply {
  readonly answer?: number | Verdict;
  readonly error?: string;
}

/** Rounds of the register-fed kernel in one call. */
const PEAK_ROUNDS = 20_000;

// Optimised code from the first call on, or soon: the engine's other threads may have to wait on a busy machine, and what
// is timed meanwhile is not what runs in the end.
setFlagsFromString('--no-liftoff');
setFlagsFromString('--no-concurrent-recompilation');

let held: Load | undefined;
let modules: (CompiledModule | undefined)[] = [];
const samplers = new Map<string, Sampler>();

/** Without the compiler, which importing it otherwise brings along. */
const importText = (code: string): Promise<CompiledModule> =>
  import(`data:text/javascript,${encodeURIComponent(code)}`);

async function answer(request: Request): Promise<number | Verdict> {
  if ('verify' in request) {
    const { verify } = await import('./verify.ts');
    const { code, mode, reference } = request.verify;
    return verify(code, mode, reference);
  }
  if ('load' in request) {
    held = request.load;
    const loaded = held.codes.map((code) => (code === undefined ? undefined : importText(code)));
    modules = await Promise.all(loaded);
    return 0;
  }
  if ('sample' in request) return samplerOf(request.sample).sample();
  const { sample } = samplerOf(request.warm);
  let seconds = sample();
  for (const start = now(); now() - start < held!.warmUp; ) seconds = sample();
  return seconds;
}

function samplerOf({ work, nth }: Task): Sampler {
  const key = `${work} ${nth}`;
  const known = samplers.get(key);
  if (known) return known;
  const made = sampler({ name: work, ...functionOf(work, modules[nth]) }, held!.seconds);
  samplers.set(key, made);
  return made;
}

function functionOf(work: Work, module: CompiledModule | undefined) {
  if (module) return workload(openModel(module, 1), work, held!.size);
  const { run, flopsPerRound } = peakKernel();
  return { run: () => run(PEAK_ROUNDS), operations: flopsPerRound * PEAK_ROUNDS };
}

process.on('message', async (request: Request) => {
  let reply: Reply;
  try {
    reply = { answer: await answer(request) };
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  process.send!(reply);
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit());
