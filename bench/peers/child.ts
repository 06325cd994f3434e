/** The process of one measurement: `node child.js PEER WORKLOAD full|quick`; prints the result as JSON. */
import { cellcSkills, targets } from './cellc.ts';
import { efforts, measure, type Own, productsOf } from './measure.ts';
import { loadPeer } from './peers.ts';
import { idOf, workloads } from './workloads.ts';

const [id, work, effort] = process.argv.slice(2) as [string, string, keyof typeof efforts];
const workload = workloads.find((workload) => idOf(workload) === work);
if (!workload) throw new Error(`there is no workload '${work}'`);

/** Scalar code takes ten seconds a call for more, and would keep every peer waiting. */
const MOST_SCALAR_PRODUCTS = 5e9;
const peer = await loadPeer(id);
const own = targets()
  .filter(({ name }) => name !== 'js' || productsOf(workload) < MOST_SCALAR_PRODUCTS)
  .map((target): Own => ({ name: `cellc ${target.name}`, open: () => cellcSkills(target, peer.cell) }));
const result = await measure(workload, own, peer, efforts[effort]);
// What cellc does wrong is an error; a peer that does not work is a result.
if ('without' in result && result.without.length)
  throw new Error(result.without.map(({ reason }) => reason).join('; '));
// Peers print what they like; the result is the last line. Some leave handles open that keep a process alive.
process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit(0));
