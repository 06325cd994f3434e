/** cellc export: a model and its weights for other systems. */
import { command } from './command.ts';
import { type Format, formats } from './export/formats.ts';
import { columns, indented } from './format.ts';
import type { Options } from './options.ts';

const options = {
  format: { kind: 'list', value: 'FORMAT', doc: 'what to write; several are separated by commas' },
  out: { kind: 'text', value: 'DIR', default: '.', doc: 'where to write' },
  precision: { kind: 'choice', choices: ['f32', 'f64'], default: 'f32', for: ['c'], doc: 'float, or double' },
  states: { kind: 'flag', for: ['onnx'], doc: 'initial states are inputs, for streaming; otherwise they are zero' },
} as const satisfies Options;

export type ExportCommandOptions = typeof options;

const rows = Object.entries<Format>(formats).map(([name, { file, doc }]) => [name, doc.replace('%', `NAME${file}`)]);

export const exportCommand = command({
  name: 'export',
  args: 'SPEC [WEIGHTS]',
  summary: 'write a model for other systems',
  about: `Reads a model spec and its weights (safetensors, as cellc train and cellc import write them), and writes it in
the formats named:

${indented(columns(rows, 'll'))}

What a format cannot say is refused by name, and nothing is written.`,
  example: `cellc export voice.model.json voice.safetensors --format onnx,pytorch --out exported

onnx
  lstm1   LSTM, forward
…
exported/voice.onnx  2.4 kB
exported/voice.py    6.9 kB`,
  failure: 'the spec or the weights are wrong, or hold something that a format cannot say',
  options,
  async run(parsed, io) {
    const { exportModel } = await import('./apply/export.ts');
    return exportModel(parsed, io);
  },
});
