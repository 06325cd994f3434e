/** All peers, loaded by name: a process sees the code of the one that it measures. */
import { isInstalled, versionOf } from './packages.ts';
import type { Peer } from './peer.ts';

type Load = () => Promise<{ readonly peer: Peer }>;

const loads = new Map<string, Load>([
  ['onnxruntime-node', () => import('./adapters/onnxruntime-node.ts')],
  ['onnxruntime-web', () => import('./adapters/onnxruntime-web.ts')],
  ['tfjs-wasm', () => import('./adapters/tfjs-wasm.ts')],
  ['tfjs-cpu', () => import('./adapters/tfjs-cpu.ts')],
  ['jax-js', () => import('./adapters/jax-js.ts')],
  ['brain-js', () => import('./adapters/brain-js.ts')],
  ['synaptic', () => import('./adapters/synaptic.ts')],
  ['gpu-cpu', () => import('./adapters/gpu-cpu.ts')],
  ['gpu-webasm', () => import('./adapters/gpu-webasm.ts')],
  ['pytorch-lstm', () => import('./adapters/pytorch-lstm.ts')],
  ['pytorch-by-hand', () => import('./adapters/pytorch-by-hand.ts')],
]);

export const peerIds: readonly string[] = [...loads.keys()];

export async function loadPeer(id: string): Promise<Peer> {
  const load = loads.get(id);
  if (!load) throw new Error(`there is no peer '${id}': they are ${peerIds.join(', ')}`);
  return (await load()).peer;
}

/** Whether a peer can run here. */
export function presence({
  packages,
  find,
}: Pick<Peer, 'packages' | 'find'>): { readonly missing: string } | { readonly version: string } {
  if (find) return find();
  const absent = packages.filter((name) => !isInstalled(name));
  if (absent.length) return { missing: `${absent.join(' and ')} not installed: npm run bench:peers:install` };
  return { version: versionOf(packages[0]!) };
}
