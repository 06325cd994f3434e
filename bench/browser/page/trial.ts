/** The page of one measurement: cellc, in every target, and one peer. */
import { measure } from '../../peers/measure.ts';
import { idOf } from '../../peers/workloads.ts';
import { ownBeside } from '../adapters/cellc.ts';
import { efforts, peers, workloads } from '../contenders.ts';
import { lookAround } from '../machine.ts';
import type { Measure } from '../plan.ts';

/** What the page answers to whoever opened it. */
export interface TrialPage {
  readonly lookAround: typeof lookAround;
  readonly measure: Measure;
}

const page: TrialPage = {
  lookAround,
  async measure(peerId, workloadId, effort) {
    const peer = peers.get(peerId);
    const workload = workloads.find((workload) => idOf(workload) === workloadId);
    if (!peer || !workload) throw new Error(`there is no ${peer ? workloadId : peerId}`);
    try {
      return await measure(workload, ownBeside(peer.device, await lookAround()), peer, efforts[effort]);
    } catch (error) {
      // Such as a device that is lost half-way.
      return { failing: error instanceof Error ? error.message : String(error) };
    }
  },
};
Object.assign(globalThis, { trialPage: page });
