/** What a peer is in a page. */
import type { Peer } from '../peers/peer.ts';

/** What of a machine computes. */
export type Device = 'processor' | 'webgl' | 'webgpu';

export interface PagePeer extends Peer {
  readonly device: Device;
  /** What it fetches, as paths in the packages' `node_modules`; served at `/files/` by their last part. */
  readonly files?: readonly string[];
}
