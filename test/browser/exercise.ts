/** Everything that a model does, once, with numbers from a seed: for comparing one engine with another. */
import type { CompiledModule, load as loadModule, Tensor } from '@cellc/runtime';
import { random } from '../support/random.ts';

/**
 * Steps, runs, differentiates and trains a module.
 * @param load the runtime's: a page without an import map has it from a place of its own
 * @returns every number that came out
 */
export async function exercise(load: typeof loadModule, module: CompiledModule): Promise<Float64Array<ArrayBuffer>> {
  const { input, output } = module.manifest;
  const r = random(1);
  const draw = (...shape: number[]): Tensor => ({
    data: r.array(shape.reduce((a, b) => a * b)).map(Math.fround),
    shape,
  });
  const model = await load(module, { seed: 1 });
  const [x, y] = [draw(3, 5, input), draw(3, 5, output)];
  const lengths = [5, 2, 4];
  const results: ArrayLike<number>[] = [];
  const keep = (tensors: Readonly<Record<string, Tensor>>): void => {
    for (const { data } of Object.values(tensors)) results.push(data);
  };

  for (let t = 0; t < 4; t++) results.push([...model.step(r.array(input))]);
  const { output: outputs, state } = model.run(x, { lengths });
  keep({ outputs, ...state });
  const gradients = model.backward({ output: y });
  keep({ ...gradients.params, ...gradients.state, ...(gradients.input && { x: gradients.input }) });
  const { loss } = await model.fit({ x, y, lengths }, { epochs: 3, batchSize: 2, seed: 1 });
  results.push(loss);
  keep(model.params());
  return Float64Array.from(results.flatMap((values) => Array.from(values)));
}

/** Numbers as text that keeps every bit, those of -0 and NaN as well. */
export function toBits(values: Float64Array<ArrayBuffer>): string {
  return Array.from(new BigUint64Array(values.buffer), (bits) => bits.toString(16)).join(' ');
}

/** The inverse. */
export function fromBits(text: string): Float64Array<ArrayBuffer> {
  const digits = (word: string): bigint => BigInt(`0x${word}`);
  return new Float64Array(BigUint64Array.from(text.split(' '), digits).buffer);
}
