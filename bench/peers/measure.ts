/** One workload in one process: cellc, in every target, and at most one peer, turn by turn. */
import { compareSlow, type Timing } from '../harness.ts';
import { checkAgreement } from './agree.ts';
import { type Answer, flatten, type Peer, type Skills, type Work } from './peer.ts';
import { framesOf, lessonOf, lstmOf, sequencesOf, type Workload } from './workloads.ts';

export interface Effort {
  readonly rounds: number;
  /** Of one sample. */
  readonly seconds: number;
  /** For all rounds together. */
  readonly budget: number;
}

export const efforts = {
  full: { rounds: 15, seconds: 0.02, budget: 10 },
  quick: { rounds: 5, seconds: 0.005, budget: 2 },
} as const satisfies Record<string, Effort>;

/** Multiplications of a workload's products. */
export const productsOf = ({ I, H, T, B }: Workload): number => 4 * H * (I + H) * T * B;

/** One of cellc's targets. */
export interface Own {
  /** `cellc js` */
  readonly name: string;
  open(): Skills | Promise<Skills>;
  /** Why it is left out of a workload. */
  cannot?(workload: Workload): string | undefined;
}

/** Why somebody has no timing. */
export interface Absence {
  readonly name: string;
  readonly reason: string;
  /** Tried, and wrong. */
  readonly fails?: true;
}

/** Timings by contender, cellc's targets, then the peer; and which targets have none. */
export type Measurement =
  | { readonly timings: readonly Timing[]; readonly without: readonly Absence[] }
  | { readonly failing: string };

/** @param own cellc's targets; all others must agree with the first, which can do everything */
export async function measure(
  workload: Workload,
  own: readonly Own[],
  peer: Pick<Peer, 'name' | 'open'>,
  effort: Effort,
): Promise<Measurement> {
  const works: { readonly name: string; readonly work: Work; readonly answer: Answer }[] = [];
  const start = flatten(lstmOf(workload).gates);
  const add = async (name: string, skills: Skills) => {
    const work = await workOf(skills, workload);
    const answer = await work.answer();
    const [reference] = works;
    try {
      if (reference) checkAgreement(answer, reference.answer, start);
    } catch (error) {
      throw new Error(`${name} does not agree with ${reference!.name}: ${firstLine(error)}`);
    }
    works.push({ name, work, answer });
  };

  const without: Absence[] = [];
  for (const { name, open, cannot } of own) {
    const reason = cannot?.(workload);
    if (reason !== undefined) {
      without.push({ name, reason });
      continue;
    }
    try {
      await add(name, await open());
    } catch (error) {
      // There is nothing to compare others with.
      if (!works.length) throw error;
      without.push({ name, reason: firstLine(error), fails: true });
    }
  }
  try {
    await add(peer.name, await peer.open());
  } catch (error) {
    return { failing: firstLine(error) };
  }
  const variants = works.map(({ name, work }) => ({
    name,
    run: () => work.run(),
    operations: work.operations ?? 1,
  }));
  try {
    return { timings: await compareSlow({ variants, ...effort }), without };
  } finally {
    for (const { work } of works) work.close?.();
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}

function workOf(skills: Skills, workload: Workload): Work | Promise<Work> {
  const lstm = lstmOf(workload);
  const { kind } = workload;
  const work = {
    step: () => skills.step?.(lstm, framesOf(workload)),
    sequence: () => skills.sequence?.(lstm, sequencesOf(workload)),
    train: () => skills.train?.(lstm, lessonOf(workload)),
  }[kind]();
  if (!work) throw new Error(`cannot ${kind}, and does not say why`);
  return work;
}
