/** The process of one measurement: `node child.js PEER WORKLOAD full|quick`; prints the result as JSON. */
import { efforts, measure } from './measure.ts';
import { loadPeer } from './peers.ts';
import { idOf, workloads } from './workloads.ts';

const [peer, id, effort] = process.argv.slice(2) as [string, string, keyof typeof efforts];
const workload = workloads.find((workload) => idOf(workload) === id);
if (!workload) throw new Error(`there is no workload '${id}'`);
const result = await measure(workload, await loadPeer(peer), efforts[effort]);
// Peers print what they like; the result is the last line. Some leave handles open that keep a process alive.
process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit(0));
