/** The checks that need the importer, and the lists of files that it reads. Runs in browsers, too. */
import { checkAmp, checkNam, checkSequential } from './audio.ts';
import { checkFile, fileCases, filesSchema, type ReadFile } from './files.ts';
import { checkKeras } from './keras-ops.ts';
import { checkOnnx, checkWebnn } from './onnx-ops.ts';
import { checkRnnoise } from './rnnoise.ts';
import type { Check, More } from './suite.ts';

/** For the cases of a text; `read` gives the files that they name. */
export function moreWith(text: string, read: ReadFile): More {
  const fromFile: Check = (of, variant) => checkFile(of, variant, read);
  const checks = new Map<string, Check>([
    ...['LSTM', 'GRU', 'SimpleRNN'].map((layer) => [`keras.${layer}`, checkKeras] as const),
    ...['LSTM', 'GRU', 'RNN'].map((op) => [`onnx.${op}`, checkOnnx] as const),
    ...['lstm', 'lstmCell', 'gru', 'gruCell'].map((op) => [`webnn.${op}`, checkWebnn] as const),
    ['rnnoise', checkRnnoise],
    ['sequential', checkSequential],
    ['amp.torch', checkAmp],
    ['amp.nam_lstm', checkNam],
    ...['onnx', 'keras', 'h5', 'tfjs', 'safetensors'].map((kind) => [kind, fromFile] as const),
  ]);
  return { checks, casesOf: (schema) => (schema === filesSchema ? fileCases(JSON.parse(text).cases) : undefined) };
}
