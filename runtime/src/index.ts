/** The runtime of compiled recurrent networks. */
export { type Code, RuntimeError } from './error.ts';
export { load, loadSync, type Model } from './model.ts';
export type { CompiledModule, GpuJs, Kernels, Manifest, Signature, Sizes, Wasm, WebGpu } from './module.ts';
export { readSafetensors, type Safetensors, saveSafetensors } from './safetensors.ts';
export { type Nested, type Tensor, type Tensors, tensor } from './tensor.ts';
export type {
  Batches,
  Checkpointing,
  Data,
  EarlyStopping,
  Epoch,
  EvaluateOptions,
  Evaluation,
  FitOptions,
  FitSettings,
  History,
  LearningRate,
  Metric,
  Metrics,
  Update,
  WindowOptions,
  Windows,
} from './training/options.ts';
export { windows } from './training/windows.ts';
export type {
  Cotangents,
  Gradients,
  LoadOptions,
  Numbers,
  Output,
  Params,
  Run,
  RunOptions,
  Sequence,
  Sequences,
  States,
  Weights,
} from './types.ts';
