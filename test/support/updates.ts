/** Adam whose moments keep nothing, whose correction is of log 0: on an executor and in double precision. Runs in browsers, too. */
import { compileModel, type ModelSpec } from '@cellc/compiler';
import { load, type Tensor, type Tensors } from '@cellc/runtime';
import { giveUpModels, loadOn, type Variant } from '../conformance/network.ts';
import { worstError } from './differences.ts';
import { instantiate } from './instantiate.ts';
import { random } from './random.ts';

const optimizer = { adam: { lr: 0.01, beta1: 0, beta2: 0 } };
const spec: ModelSpec = { name: 'm', input: 3, layers: [{ dense: 2 }], loss: 'mse', optimizer };

/** How far parameters are off after a few updates. */
export async function adamWithoutMoments(variant: Variant): Promise<number> {
  const r = random(1);
  const draw = (...shape: number[]): Tensor => ({
    data: r.array(shape.reduce((a, b) => a * b)).map(Math.fround),
    shape,
  });
  const [x, y] = [draw(4, 2, 3), draw(4, 2, 2)];
  const modules = await Promise.all(
    [{ precision: 'f64' as const }, { target: variant.target }].map((options) =>
      instantiate(compileModel(spec, options)),
    ),
  );
  const reference = await load(modules[0]!, { seed: 1 });
  const model = await loadOn(modules[1]!, reference.params() as Tensors, variant);
  const trained: number[][] = [];
  for (const each of [reference, model]) {
    await each.fit({ x, y }, { epochs: 3 });
    trained.push(Object.values(each.params() as Tensors).flatMap(({ data }) => [...data]));
  }
  giveUpModels();
  return worstError(trained[1]!, trained[0]!);
}
