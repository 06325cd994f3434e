/** One workload in one process: cellc, in every target, and at most one peer, turn by turn. */
import { compareSlow, type Timing } from '../harness.ts';
import { checkAgreement } from './agree.ts';
import { cellcSkills, targets } from './cellc.ts';
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

/** Scalar code takes ten seconds a call for more, and would keep every peer waiting. */
const MOST_SCALAR_PRODUCTS = 5e9;
const productsOf = ({ I, H, T, B }: Workload): number => 4 * H * (I + H) * T * B;

/** Timings by contender: cellc's targets, then the peer. */
export type Measurement = { readonly timings: readonly Timing[] } | { readonly failing: string };

export async function measure(workload: Workload, peer: Peer, effort: Effort): Promise<Measurement> {
  const skills = targets()
    .filter(({ name }) => name !== 'js' || productsOf(workload) < MOST_SCALAR_PRODUCTS)
    .map((target) => ({ name: target.name, skills: cellcSkills(target, peer.cell) }));
  const works: { readonly name: string; readonly work: Work; readonly answer: Answer }[] = [];
  const add = async (name: string, skills: Skills) => {
    const work = await workOf(skills, workload);
    works.push({ name, work, answer: await work.answer() });
  };
  const start = flatten(lstmOf(workload).gates);
  const check = (from: number) => {
    for (const { name, answer } of works.slice(from))
      try {
        checkAgreement(answer, works[0]!.answer, start);
      } catch (error) {
        throw new Error(`${name} does not agree with ${works[0]!.name}: ${(error as Error).message}`);
      }
  };
  for (const { name, skills: cellc } of skills) await add(`cellc ${name}`, cellc);
  // What cellc does wrong is an error; a peer that does not work is a result.
  check(1);
  try {
    await add(peer.name, await peer.open());
    check(works.length - 1);
  } catch (error) {
    return { failing: (error as Error).message.split('\n')[0]! };
  }
  const variants = works.map(({ name, work }) => ({
    name,
    run: () => work.run(),
    operations: work.operations ?? 1,
  }));
  try {
    return { timings: await compareSlow({ variants, ...effort }) };
  } finally {
    for (const { work } of works) work.close?.();
  }
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
