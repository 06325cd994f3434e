/** Everybody at everything, in order: for whatever opens the pages. */
import { type Measurement, productsOf } from '../peers/measure.ts';
import type { Contender, Outcome, Trial } from '../peers/results.ts';
import { idOf, type Workload } from '../peers/workloads.ts';
import { type efforts, peers } from './contenders.ts';
import { type Machine, missing } from './machine.ts';

/** Measures in a page of its own; what goes wrong there is the result. */
export type Measure = (peerId: string, workloadId: string, effort: keyof typeof efforts) => Promise<Measurement>;

export type Presence = Pick<Contender, 'version' | 'missing'>;

/** A peer needs its packages and its device. */
export function contendersOn(machine: Machine, presences: ReadonlyMap<string, Presence>): Contender[] {
  return Array.from(presences, ([id, presence]) => {
    const { name, how, packages, device } = peers.get(id)!;
    const absent = missing(machine, device);
    return { id, name, how, packages, ...(absent === undefined ? presence : { missing: absent }) };
  });
}

/** For more, a software renderer takes many seconds a call, of everybody who uses it. */
const MOST_SOFTWARE_PRODUCTS = 1e8;

/** Why a peer is left out of a workload, where it is. */
function reasonNot(id: string, workload: Workload, machine: Machine): string | undefined {
  const { cannot, device } = peers.get(id)!;
  const reason = cannot?.(workload.kind, workload);
  if (reason !== undefined || device === 'processor' || !machine[device]?.isSoftware) return reason;
  return productsOf(workload) > MOST_SOFTWARE_PRODUCTS
    ? 'left out: on a software renderer one call takes many seconds'
    : undefined;
}

export interface Plan {
  readonly machine: Machine;
  readonly contenders: readonly Contender[];
  readonly workloads: readonly Workload[];
  readonly effort: keyof typeof efforts;
  readonly measure: Measure;
  /** Before each trial: which, and how many have been. */
  onTrial(name: string, at: number, count: number): void;
  /** After each workload. */
  onWorkload(trials: readonly Trial[], at: number): void;
}

export async function tryAll(plan: Plan): Promise<readonly Trial[]> {
  const { machine, contenders, workloads, effort, measure } = plan;
  const present = contenders.filter(({ missing }) => missing === undefined);
  const trials: Trial[] = [];
  for (const [at, workload] of workloads.entries()) {
    for (const { id, name } of present) {
      plan.onTrial(`${idOf(workload)}: ${name}`, trials.length, workloads.length * present.length);
      const cannot = reasonNot(id, workload, machine);
      const outcome: Outcome =
        cannot === undefined
          ? outcomeOf(await measure(id, idOf(workload), effort))
          : { kind: 'cannot', reason: cannot };
      trials.push({ peer: name, workload, outcome });
    }
    plan.onWorkload(trials, at + 1);
  }
  return trials;
}

function outcomeOf(measurement: Measurement): Outcome {
  if ('failing' in measurement) return { kind: 'failing', reason: measurement.failing };
  return { kind: 'timed', ...measurement };
}
