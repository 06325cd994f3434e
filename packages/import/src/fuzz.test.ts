import { expect, test } from 'vitest';
import { generator, mutate, sample, survives } from './fuzz.testing.ts';

/** More with FUZZ=100000. */
const rounds = Number(process.env.FUZZ ?? 1500);
/** HDF5 is read by a library, which broken files can make slow: its own tests are not repeated here. */
const hdf5Rounds = 100;

for (const name of [
  'onnx_lstm2_every_dyn_op14.onnx',
  'onnx_lstm_last_dynamo_external.onnx',
  'onnx_grucell_step_op17.onnx',
  'tfjs_bigru.model.json',
  'st_encoder_head.safetensors',
  'keras_bilstm_last.keras',
  'keras_gru_before_h5.h5',
])
  test(`mutations of ${name} are imported or refused`, { timeout: 3_600_000 }, async () => {
    const bytes = sample(name);
    expect(await survives(name, bytes)).toBe('imported');
    const counts = { imported: 0, refused: 0 };
    const count = /h5$|keras$/.test(name) ? hdf5Rounds : rounds;
    for (let seed = 0; seed < count; seed++) {
      const mutated = mutate(bytes, generator(seed));
      try {
        counts[await survives(name, mutated)]++;
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).stack}`);
      }
    }
    expect(counts.refused).toBeGreaterThan(0);
  });

test('JSON of amplifier models: numbers and names in the wrong places', async () => {
  const nam = {
    version: '1',
    architecture: 'LSTM',
    config: { input_size: 1, hidden_size: 2, num_layers: 1 },
    weights: Array(39).fill(0.1),
  };
  const rt = {
    in_shape: [null, null, 1],
    layers: [{ type: 'dense', activation: 'tanh', shape: [null, null, 2], weights: [[[0.1, 0.2]], [0, 1]] }],
  };
  const wrong = [-1, 0, 1.5, 1e9, 1e308, null, true, 'x', [], {}, [[]], Array(3).fill([1])];
  const values = (of: unknown): [Record<string, unknown>, string][] =>
    typeof of === 'object' && of !== null
      ? Object.entries(of).flatMap(([key, value]) => [
          [of as Record<string, unknown>, key] as [Record<string, unknown>, string],
          ...values(value),
        ])
      : [];
  for (const [name, file] of [
    ['a.nam', nam],
    ['a.json', rt],
  ] as const) {
    const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    expect(await survives(name, encode(file))).toBe('imported');
    const count = values(file).length;
    for (let i = 0; i < count; i++)
      for (const value of wrong) {
        const copy = structuredClone(file);
        const [owner, key] = values(copy)[i]!;
        owner[key] = value;
        await survives(name, encode(copy));
      }
  }
});
