/** cellc import: a trained network of another framework to a spec and its weights. */
import { command } from './command.ts';
import type { Options } from './options.ts';

const options = {
  out: { kind: 'text', value: 'DIR', default: '.', doc: 'where to write' },
  name: { kind: 'text', value: 'NAME', doc: 'what the model is called (default: as the file is)' },
  output: {
    kind: 'choice',
    choices: ['auto', 'sequence', 'last'],
    default: 'auto',
    for: ['PyTorch'],
    doc: 'the output of every step, or of the last',
  },
  repr: { kind: 'text', value: 'FILE', for: ['PyTorch'], doc: 'a text file with what print(model) shows' },
  'batch-first': { kind: 'flag', for: ['PyTorch'], doc: 'inputs are [batch, time, …], as with batch_first=True' },
  order: {
    kind: 'text',
    value: 'LIST',
    for: ['PyTorch'],
    doc: 'modules in the order in which they run: rnn,head.0,head.2',
  },
  activations: { kind: 'text', value: 'LIST', for: ['PyTorch'], doc: 'modules without weights: head.1=ReLU' },
  nonlinearity: {
    kind: 'choice',
    choices: ['auto', 'tanh', 'relu'],
    default: 'auto',
    for: ['PyTorch'],
    doc: 'what nn.RNN applies',
  },
  states: {
    kind: 'text',
    value: 'LIST',
    for: ['ONNX'],
    doc: 'of a graph of one step, input=output for each state: h=hn,c=cn',
  },
  force: { kind: 'flag', doc: 'replace files that are there already' },
  check: {
    kind: 'text',
    value: 'FILE',
    doc: '.npz, or JSON, with inputs and expected outputs by name: report the errors',
  },
} as const satisfies Options;

export type ImportCommandOptions = typeof options;

export const importCommand = command({
  name: 'import',
  args: 'FILE',
  summary: 'read a trained network of another framework',
  about: `Reads FILE and writes

  NAME.model.json   the network as a spec: its layers, or its graph as cells
  NAME.safetensors  its weights, for load(), cellc run (of JSON lines) and cellc train --weights
  NAME.import.json  the report: what became what, what was left out or assumed, where inputs and outputs lie

FILE is an ONNX model, a Keras model (.keras, .h5; needs the package h5wasm), a layers model of TensorFlow.js
(model.json), a PyTorch state_dict (.safetensors, or JSON), RTNeural JSON, a Neural Amp Modeler LSTM (.nam) or
GuitarML JSON. What a spec cannot say is refused by name; nothing is approximated. Files that the model names
must lie beside it. Pickled files (.pt, .pth) are never read: save the state_dict with safetensors.

--check reads what np.savez("io.npz", x=x, y=y) writes, with names as the report has them, or JSON:
{ "inputs": { "x": { "shape": [1, 9, 3], "data": […] } }, "outputs": … }`,
  example: `cellc import voice.onnx --out models

ONNX, operators of version 17, written by pytorch 2.13.0
LSTM /rnn/LSTM  rnn
…
models/voice.model.json   0.3 kB
models/voice.safetensors  2.9 kB`,
  failure: 'the file is broken, or holds something that a spec cannot say, or --check finds an error above 1e-4',
  options,
  async run(parsed, io) {
    const { importFile } = await import('./apply/import.ts');
    return importFile(parsed, io);
  },
});
