/** A process that holds one variant, or the machine's peak, and takes a sample of it whenever it is asked. */
import type { CompiledModule } from '@cellc/runtime';
import { peakKernel } from './peak.ts';
import { now, type Sampler, sampler } from './sampler.ts';
import type { Size, Work } from './workload.ts';
import { openModel, workload } from './workloads.ts';

/** What a worker holds: the code of a module, or nothing for the peak. */
export interface Load {
  readonly code: string | undefined;
  readonly size: Size;
  /** Of the samples, and of the time before the first. */
  readonly seconds: number;
  readonly warmUp: number;
}

export type Request = { readonly load: Load } | { readonly warm: Work } | { readonly sample: Work };
/** Seconds per operation; for the peak, per floating-point operation. */
export type Reply = { readonly seconds: number } | { readonly error: string };

/** Rounds of the register-fed kernel in one call. */
const PEAK_ROUNDS = 20_000;

let held: Load | undefined;
let module: CompiledModule | undefined;
const samplers = new Map<Work, Sampler>();

async function answer(request: Request): Promise<number> {
  if ('load' in request) {
    held = request.load;
    if (held.code !== undefined) module = await import(`data:text/javascript,${encodeURIComponent(held.code)}`);
    return 0;
  }
  if ('sample' in request) return samplerOf(request.sample).sample();
  const { sample } = samplerOf(request.warm);
  let seconds = sample();
  for (const start = now(); now() - start < held!.warmUp; ) seconds = sample();
  return seconds;
}

function samplerOf(work: Work): Sampler {
  const known = samplers.get(work);
  if (known) return known;
  const made = sampler({ name: work, ...workOf(work) }, held!.seconds);
  samplers.set(work, made);
  return made;
}

function workOf(work: Work) {
  if (module) return workload(openModel(module, 1), work, held!.size);
  const { run, flopsPerRound } = peakKernel();
  return { run: () => run(PEAK_ROUNDS), operations: flopsPerRound * PEAK_ROUNDS };
}

process.on('message', async (request: Request) => {
  let reply: Reply;
  try {
    reply = { seconds: await answer(request) };
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  process.send!(reply);
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit());
