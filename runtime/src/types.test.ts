import { expect, expectTypeOf, test } from 'vitest';
import { load, type Model } from './model.ts';
import type { CompiledModule } from './module.ts';
import { type Tensor, tensor } from './tensor.ts';
import { type ElmanSignature, elman, typedElman } from './testing/elman.ts';
import { sequences } from './testing/numbers.ts';
import type { Sequence, Sequences } from './types.ts';

type Shape<T extends { shape: unknown }> = T['shape'];

test('sizes and names are literal where the module’s declarations are', async () => {
  const model = await load(typedElman());
  expectTypeOf(model).toEqualTypeOf<Model<ElmanSignature>>();
  expectTypeOf(model.manifest.input).toEqualTypeOf<2>();
  expectTypeOf(model.step).returns.toEqualTypeOf<Float64Array>();
  expectTypeOf(model.params()['elman.W']).toEqualTypeOf<Tensor<readonly [3, 2], Float64Array>>();
  expectTypeOf<keyof ReturnType<typeof model.params>>().toEqualTypeOf<'elman.U' | 'elman.W' | 'elman.b'>();
  expectTypeOf<Shape<ReturnType<typeof model.state>['elman.h']>>().toEqualTypeOf<readonly [3]>();

  const batch = model.run(sequences(4, 5));
  expectTypeOf(batch.output.shape).toEqualTypeOf<readonly [number, number, 3]>();
  expectTypeOf(batch.state['elman.h'].shape).toEqualTypeOf<readonly [number, 3]>();
  expect(batch.state['elman.h'].shape).toEqual([4, 3]);

  const one = model.run([[1, 2]]);
  expectTypeOf(one.output.shape).toEqualTypeOf<readonly [number, 3]>();
  expect(one.output.shape).toEqual([1, 3]);
  expectTypeOf(model.backward({}).params).toEqualTypeOf(model.params());

  const params = model.params();
  model.setParams(params);
  // @ts-expect-error a parameter of another shape
  expect(() => model.setParams({ ...params, 'elman.b': tensor([1, 2], [2]) })).toThrow('E_WEIGHTS');
  // @ts-expect-error an option the optimiser does not have
  await expect(model.fit({ x: [], y: [] }, { epochs: 1, learningRate: 1 })).rejects.toThrow('E_OPTION');
});

test('a model that reads classes takes one axis less', () => {
  type Classes = Omit<ElmanSignature, 'reads'> & { reads: 'class' };
  expectTypeOf<readonly number[]>().toExtend<Sequence<Classes>>();
  expectTypeOf<readonly (readonly number[])[]>().toExtend<Sequences<Classes>>();
  expectTypeOf<readonly (readonly number[])[]>().toExtend<Sequence<ElmanSignature>>();
  expectTypeOf<readonly (readonly number[])[]>().toExtend<Sequence>();
  expectTypeOf<Model<Classes>['backward']>().returns.toHaveProperty('input').toEqualTypeOf<undefined>();
});

test('a module of unknown sizes is a module too', async () => {
  const module: CompiledModule = elman({});
  const model = await load(module);
  expectTypeOf(model.params()['elman.U']!.shape).toEqualTypeOf<readonly number[]>();
  expectTypeOf(model.run([[1, 2]]).output.shape).toEqualTypeOf<readonly [number, number] | readonly [number]>();
  const typed: CompiledModule = typedElman();
  const generic: Model = await load(typedElman());
  expect(generic.manifest.hash).toBe(typed.manifest.hash);
});
