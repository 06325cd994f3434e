/** A process whose first step is waited for: `node start.js PEER` runs one step of a new LSTM, and says so. */
import { loadPeer } from './peers.ts';
import { framesOf, lstmOf, START, sequencesOf } from './workloads.ts';

const skills = await (await loadPeer(process.argv[2]!)).open();
const lstm = lstmOf(START);
const work = await (skills.step
  ? skills.step(lstm, framesOf({ ...START, T: 1 }))
  : skills.sequence!(lstm, sequencesOf({ ...START, T: 1 })));
const { h, last } = await work.answer();
process.stdout.write(`\nfirst step: ${(h ?? last)![0]}\n`, () => process.exit(0));
