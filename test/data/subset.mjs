// Copies a representative part of the conformance data into test/data/conformance: node test/data/subset.mjs SOURCE
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

// Of each kind of network the small sizes, and a few large ones: a hidden size that fills no vector lanes, three layers.
const keep = {
  'torch_standard.json': (id) => !/_h16$|_h17$|^(gru|rnn).*_3layer$/.test(id),
  'variants.json': (id) => !/_i6h17/.test(id) || /^lstm_concat_fico/.test(id),
  'training.json': (id) => !/_clip_norm$|_sgd_plain$/.test(id) || id === 'train_adam_clip_norm',
  'keras.json': () => true,
  'onnx_node.json': () => true,
  'rtneural.json': (id) => /^rtneural_(lstm_1d|gru)$/.test(id),
  'amp_models.json': (id) => /^(nam_lstm_h3|neuralseed_gru8_ts9)$/.test(id),
};

// Of the files written by frameworks those that differ in kind.
const files =
  /^onnx_(lstm_last_op11|lstm_last_dynamo_external|lstm2_every_dyn|bilstm_last_dyn|gru2_last_dyn|grucell_step|lstm_stream|char|lstm_every_dyn_dynamo|conv_lstm|attention)|^keras_(bilstm_last|char_softmax|stacked_td|dropout_h5|gru_before_h5|attention_h5|functional)|^tfjs_(bigru|lstm_dense|conv_lstm)|^st_/;

const source = process.argv[2];
if (!source) throw new Error('usage: node test/data/subset.mjs SOURCE');
for (const [name, kept] of Object.entries(keep)) {
  const file = JSON.parse(await readFile(join(source, name), 'utf8'));
  // PyTorch's own float32 results are not compared with; its deviations from float64 are kept.
  const cases = file.cases.filter(({ id }) => kept(id)).map(({ outputs_float32, grads_float32, ...rest }) => rest);
  await writeFile(join(import.meta.dirname, 'conformance', name), `${JSON.stringify({ ...file, cases })}\n`);
}

const target = join(import.meta.dirname, 'conformance', 'files');
await mkdir(target, { recursive: true });
const list = JSON.parse(await readFile(join(source, 'files', 'IO.json'), 'utf8'));
const kept = list.cases.filter(({ id }) => files.test(id));
for (const { file, also = [] } of kept)
  for (const name of [file, ...also]) await copyFile(join(source, 'files', name), join(target, name));
await writeFile(join(target, 'IO.json'), `${JSON.stringify({ ...list, cases: kept })}\n`);
