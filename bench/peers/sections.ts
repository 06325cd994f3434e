/** The figures of every kind of workload as cells of tables, for whatever shows them. */
import type { Spread } from '../statistics.ts';
import { digits } from '../terminal.ts';
import type { Absence } from './measure.ts';
import type { Kind } from './peer.ts';
import { type Comparison, compared, ownSeconds, type Trial } from './results.ts';
import { idOf, titleOf, type Workload } from './workloads.ts';

export interface Section {
  readonly kind: Kind;
  readonly title: string;
  readonly about: string;
  readonly head: readonly string[];
  /** cellc's targets, then the peers: the name, then a time for each workload or the number of a note. */
  readonly times: readonly (readonly string[])[];
  /** For each of cellc's targets, how many times as long the peers take. */
  readonly ratios: readonly {
    readonly title: string;
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  }[];
  /** Why cells have no number; the first is note 1. */
  readonly notes: readonly string[];
}

const kinds: readonly Pick<Section, 'kind' | 'title' | 'about'>[] = [
  {
    kind: 'step',
    title: 'Streaming: one step, state carried over',
    about: 'One time step of one sequence, input → hidden.',
  },
  { kind: 'sequence', title: 'Sequences', about: 'All h of B sequences of T steps, in one call.' },
  {
    kind: 'train',
    title: 'Training',
    about: 'One update by Adam: forward, mean squared error on h of every step, backward, update.',
  },
];

/** The kinds of which anything was tried. */
export function sectionsOf(comparison: Comparison): Section[] {
  return kinds.flatMap((kind) => {
    const trials = comparison.trials.filter(({ workload }) => workload.kind === kind.kind);
    return trials.length ? [{ ...kind, ...cellsOf({ ...comparison, trials }) }] : [];
  });
}

function cellsOf(comparison: Comparison): Pick<Section, 'head' | 'times' | 'ratios' | 'notes'> {
  const { targets, contenders, trials } = comparison;
  const columns = unique(trials.map(({ workload }) => workload));
  const at = (peer: string, workload: Workload) =>
    trials.find((trial) => trial.peer === peer && idOf(trial.workload) === idOf(workload));
  const peers = contenders.filter(({ name }) => trials.some(({ peer }) => peer === name)).map(({ name }) => name);
  const timed = (trial: Trial | undefined) =>
    trial?.outcome.kind === 'timed' ? compared(comparison, trial.outcome.timings, trial.peer) : undefined;
  const absences = trials.flatMap(absencesOf);
  const notes = [...new Set(absences.map(noteOf))];
  const mark = (absence: Absence | undefined) =>
    absence ? `${absence.fails ? 'fails' : '–'} (${notes.indexOf(noteOf(absence)) + 1})` : '';
  const markPeer = (trial: Trial | undefined) =>
    mark(trial && absencesOf(trial).find(({ name }) => name === trial.peer));
  const markOwn = (target: string, workload: Workload) =>
    mark(
      trials
        .filter((trial) => idOf(trial.workload) === idOf(workload))
        .flatMap(absencesOf)
        .find(({ name }) => name === target),
    );

  const own = targets.map((target) => [
    target,
    ...columns.map((workload) => {
      const seconds = ownSeconds(comparison, workload, target);
      return seconds ? duration(seconds.median) : markOwn(target, workload);
    }),
  ]);
  const others = peers.map((peer) => [
    peer,
    ...columns.map((workload) => {
      const trial = at(peer, workload);
      const found = timed(trial);
      return found ? duration(found.seconds.median) : markPeer(trial);
    }),
  ]);
  const ratios = targets.flatMap((target) => {
    const measured = columns.filter((workload) => ownSeconds(comparison, workload, target));
    const rows = peers.map((peer) => [
      peer,
      ...measured.map((workload) => {
        const trial = at(peer, workload);
        const ratio = timed(trial)?.over.get(target);
        return ratio ? showRatio(ratio) : markPeer(trial);
      }),
    ]);
    const compared = rows.filter(([, ...cells]) => cells.some((cell) => cell !== ''));
    const title = `How many times as long as ${target}:`;
    return compared.length ? [{ title, head: ['peer', ...measured.map(titleOf)], rows: compared }] : [];
  });
  return { head: ['', ...columns.map(titleOf)], times: [...own, ...others], ratios, notes };
}

/** Who has no time in a trial: the peer, or targets of cellc. */
function absencesOf({ peer, outcome }: Trial): readonly Absence[] {
  if (outcome.kind === 'timed') return outcome.without;
  return [{ name: peer, reason: outcome.reason, ...(outcome.kind === 'failing' && { fails: true }) }];
}

function noteOf({ name, reason, fails }: Absence): string {
  return `${name}${fails ? ' **fails**' : ''}: ${reason}`;
}

function unique(workloads: readonly Workload[]): Workload[] {
  return [...new Map(workloads.map((workload) => [idOf(workload), workload])).values()];
}

export function duration(seconds: number): string {
  if (seconds < 1e-3) return `${digits(seconds * 1e6)} µs`;
  return seconds < 1 ? `${digits(seconds * 1e3)} ms` : `${digits(seconds)} s`;
}

export function showRatio({ median, low, high }: Spread): string {
  return `${digits(median)}× [${digits(low)}–${digits(high)}]`;
}
