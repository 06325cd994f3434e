// Copies a representative part of the conformance data into test/data/conformance: node test/data/subset.mjs SOURCE
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

// Of each kind of network the small sizes, and a few large ones: a hidden size that fills no vector lanes, three layers.
const keep = {
  'torch_standard.json': (id) => !/_h16$|_h17$|^(gru|rnn).*_3layer$/.test(id),
  'variants.json': (id) => !/_i6h17/.test(id) || /^lstm_concat_fico/.test(id),
  'training.json': (id) => !/_clip_norm$|_sgd_plain$/.test(id) || id === 'train_adam_clip_norm',
};

const source = process.argv[2];
if (!source) throw new Error('usage: node test/data/subset.mjs SOURCE');
for (const [name, kept] of Object.entries(keep)) {
  const file = JSON.parse(await readFile(join(source, name), 'utf8'));
  // PyTorch's own float32 results are not compared with; its deviations from float64 are kept.
  const cases = file.cases.filter(({ id }) => kept(id)).map(({ outputs_float32, grads_float32, ...rest }) => rest);
  await writeFile(join(import.meta.dirname, 'conformance', name), `${JSON.stringify({ ...file, cases })}\n`);
}
