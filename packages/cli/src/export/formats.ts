/** What cellc export writes: a row for each format. Exporters are loaded when they are asked for. */
import type { Exporter } from '@cellc/export';

export interface Format {
  /** How its main file ends, after the model's name. */
  readonly file: string;
  /** With % for the file. */
  readonly doc: string;
  /** Whether the weights are part of it. */
  readonly weights: boolean;
  load(): Promise<Exporter>;
}

export const formats = {
  'pytorch-weights': {
    file: '.pytorch.safetensors',
    doc: "%: the weights with PyTorch's names, a module for each layer",
    weights: true,
    load: async () => (await import('@cellc/export')).exportTorchWeights,
  },
  onnx: {
    file: '.onnx',
    doc: '%: LSTM, GRU and RNN where a layer is one, otherwise its equations, in a Scan over time',
    weights: true,
    load: async () => (await import('@cellc/export')).exportOnnx,
  },
  pytorch: {
    file: '.py',
    doc: '%: the model as a module of PyTorch, one class for each cell, written from its equations',
    weights: false,
    load: async () => (await import('@cellc/export')).exportTorchModule,
  },
  c: {
    file: '.h',
    doc: '%: the model as one C99 header, without allocation; weights within where they are given',
    weights: false,
    load: async () => (await import('@cellc/export')).exportC,
  },
} as const satisfies Record<string, Format>;
