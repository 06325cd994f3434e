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

/** What runs the conformance cases and the random models in a page. */
export interface Executor {
  readonly name: string;
  readonly variant: Variant;
  /** What stands for the whole in `npm test`: cases, by parts of their names, and so many random models. */
  readonly sample: { readonly cases: readonly string[]; readonly models: number };
}

const some = ['lstm_peephole_diag_i4h3t5b2', 'gru_lengths_bidir_2layer', 'train_adam_minibatch'];
/** What the importer reads in a page, of each kind. */
const files = ['onnx_lstm_last_dynamo_external', 'tfjs_lstm_dense', 'st_gru'];

export const executors: readonly Executor[] = [
  // All cases run in Node.js, and the bits of every shipped cell are the same here and there, in single precision.
  { name: 'js in double precision', variant: { target: 'js', precision: 'f64' }, sample: { cases: some, models: 1 } },
  {
    name: 'js',
    variant: { target: 'js', precision: 'f32' },
    sample: { cases: [...some, ...files], models: 2 },
  },
  { name: 'wasm', variant: { target: 'wasm', precision: 'f32' }, sample: { cases: some, models: 2 } },
  // Software adapters compile shaders slowly, and gpu.js compiles slowly everywhere: half a minute for a random model.
  {
    name: 'webgpu',
    variant: { target: 'webgpu', precision: 'f32' },
    sample: { cases: [some[0]!, some[2]!], models: 1 },
  },
  ...(['webgpu', 'webgl2', 'webasm', 'cpu'] as const).map((mode) => ({
    name: `gpujs ${mode}`,
    variant: { target: 'gpujs', mode, precision: 'f32' } as const,
    // Each of WebGL's programs takes a tenth of a second, and a case has a hundred of them.
    sample: mode === 'webgl2' ? { cases: ['rnn_tanh_zero_state'], models: 0 } : { cases: some.slice(0, 1), models: 1 },
  })),
];
