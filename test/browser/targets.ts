/** What is tested in browsers: a target is a row. */
import type { Variant } from '../conformance/network.ts';
import type { Precision } from '../conformance/tolerance.ts';

export interface Row {
  readonly target: Variant['target'];
  /** The strictest Content-Security-Policy that the target's modules run under. */
  readonly policy: string;
  /** What of eval, blob: and data: URLs and WebAssembly the policy lets pages use. */
  readonly allows: readonly string[];
  /** Precisions in which the shipped cells give the same bits in every engine. */
  readonly exact: readonly Precision[];
}

/** Scripts and data of the page's own site; no eval, no inline script, no blob: or data: URL, no WebAssembly. */
const own = "default-src 'none'; script-src 'self'; connect-src 'self'";

export const rows: readonly Row[] = [
  // Single precision computes exp and tanh with arithmetic alone; no shipped cell needs another function whose last bits
  // the engine chooses. Double precision calls the engine's.
  { target: 'js', policy: own, allows: [], exact: ['f32'] },
  // WebAssembly calls nothing outside itself: its bits are the same wherever it runs.
  { target: 'wasm', policy: own.replace("'self'", "'self' 'wasm-unsafe-eval'"), allows: ['wasm'], exact: ['f32'] },
];

/** Conformance cases, by parts of their names, that stand for the others where shaders are compiled in software. */
export const gpuSample: readonly string[] = [
  'lstm_peephole_diag_i4h3t5b2',
  'gru_reset_before_i4h3t5b2',
  'gru_lengths_bidir_2layer',
  'train_adam_minibatch',
];
