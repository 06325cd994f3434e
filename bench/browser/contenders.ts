/** Whom cellc is compared with in a page, and at what. */
import type { Effort } from '../peers/measure.ts';
import { workloads as all, idOf } from '../peers/workloads.ts';
import { peer as onnxruntimeWasm } from './adapters/onnxruntime-wasm.ts';
import { peer as onnxruntimeWebGpu } from './adapters/onnxruntime-webgpu.ts';
import { peer as tfjsWasm } from './adapters/tfjs-wasm.ts';
import { peer as tfjsWebGl } from './adapters/tfjs-webgl.ts';
import { peer as tfjsWebGpu } from './adapters/tfjs-webgpu.ts';
import type { PagePeer } from './peer.ts';

/** By id; their packages are loaded when they are opened. */
export const peers: ReadonlyMap<string, PagePeer> = new Map([
  ['tfjs-wasm', tfjsWasm],
  ['tfjs-webgl', tfjsWebGl],
  ['tfjs-webgpu', tfjsWebGpu],
  ['onnxruntime-wasm', onnxruntimeWasm],
  ['onnxruntime-webgpu', onnxruntimeWebGpu],
]);

/** Less than processes get: a page has more to start, and software renderers are slow. */
export const efforts = {
  full: { rounds: 9, seconds: 0.02, budget: 4 },
  quick: { rounds: 3, seconds: 0.01, budget: 1 },
} as const satisfies Record<string, Effort>;

const ids = [
  'step-1-20',
  'step-10-20',
  'step-64-128',
  'sequence-10-20-b1',
  'sequence-64-128-b1',
  'sequence-10-20-b32',
  'sequence-64-128-b32',
  'train-4-3',
];

/** Some of those that `bench:peers` has. */
export const workloads = all.filter((workload) => ids.includes(idOf(workload)));
