import { explain } from '@cellc/compiler';
import { loadSync } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { instantiate } from './build.ts';
import { compileWith, kernelsOf } from './packing.ts';
import { reference, toTensor } from './reference.testing.ts';

test('twelve parameters and three become the same kernels', () => {
  const [twelve, packed] = [compileWith('lstm_twelve', false), compileWith('lstm_packed', false)];
  expect(twelve.manifest.params.length).toBe(12);
  expect(packed.manifest.params.length).toBe(3);
  expect(twelve.manifest.params).not.toEqual(packed.manifest.params);
  expect(kernelsOf(twelve)).toContain('function step(m)');
  expect(kernelsOf(twelve)).toBe(kernelsOf(packed));
  expect(explain(twelve).fingerprint).toBe(explain(packed).fingerprint);
});

test('the same goes for training but for the order in which weight gradients are summed: gradients have the same bits', async () => {
  const { params, inputs } = reference('lstm_rowvector_ifgo_i4h3t5b2');
  const [W, U, b] = [params.W!, params.U!, params.b!];
  const packed = loadSync(await instantiate(compileWith('lstm_packed', true)), {
    weights: { 'lstm.W_x': toTensor(W), 'lstm.W_h': toTensor(U), 'lstm.b': toTensor(b) },
  });
  const twelve = loadSync(await instantiate(compileWith('lstm_twelve', true)), {
    weights: Object.fromEntries(
      ['i', 'f', 'g', 'o'].flatMap((gate, n) => [
        [`lstm.W_x${gate}`, columns(W, n)],
        [`lstm.W_h${gate}`, columns(U, n)],
        [`lstm.b_${gate}`, columns(b, n)],
      ]),
    ),
  });
  const gradientsOf = (model: typeof packed) => {
    const { output } = model.run(toTensor(inputs.x!));
    return {
      output,
      ...model.backward({ output: { data: new Float32Array(output.data.length).fill(1), shape: output.shape } }),
    };
  };
  const [a, c] = [gradientsOf(twelve), gradientsOf(packed)];
  expect(a.output).toEqual(c.output);
  expect(a.input).toEqual(c.input);
  expect(a.state).toEqual(c.state);
  for (const [n, gate] of ['i', 'f', 'g', 'o'].entries())
    for (const [name, part] of [
      ['W_x', `W_x${gate}`],
      ['W_h', `W_h${gate}`],
      ['b', `b_${gate}`],
    ] as const) {
      const { data, shape } = c.params[`lstm.${name}`]!;
      expect([...a.params[`lstm.${part}`]!.data], part).toEqual([...columns({ data: [...data], shape }, n).data]);
    }
});

/** Quarter `n` of the columns, 3 wide. */
function columns({ data, shape }: { data: readonly number[]; shape: readonly number[] }, n: number) {
  const part = data.filter((_, i) => Math.floor((i % 12) / 3) === n);
  return { data: Float64Array.from(part), shape: [...shape.slice(0, -1), 3] };
}
