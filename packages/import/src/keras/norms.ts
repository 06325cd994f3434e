/** Normalisation in Keras, of a batch, a layer or the data, over the features of one step. */
import type { Tensor } from '@cellc/runtime';
import { decimal } from '../activation.ts';
import { refuse } from '../error.ts';
import { type Source, sizeOf, type Value } from '../net.ts';
import { layerNormalised, normalised, rmsNormalised, standardised } from '../normalised.ts';
import { field } from '../read/json.ts';
import { zeros } from '../tensors.ts';
import { expectShape } from '../weights.ts';
import type { KerasLayer } from './config.ts';
import { flag } from './recurrent.ts';
import type { Scene } from './scene.ts';
import type { Signal } from './signal.ts';

type Norm = (scene: Scene, layer: KerasLayer, source: Source, what: string) => Value;

const norms: Readonly<Record<string, Norm>> = {
  BatchNormalization: batchNorm,
  LayerNormalization: layerNorm,
  RMSNormalization({ net, weights }, layer, source, what) {
    const [gain = zeros([0])] = weights(layer);
    expectShape(gain, [sizeOf(source)], `the weight of ${what}`);
    return rmsNormalised(net, layer.name, source, gain, Number(field(layer.config, 'epsilon') ?? 1e-6));
  },
  Normalization(scene, layer, source, what) {
    const isInverse = flag(layer.config, 'invert', false);
    return standardised(scene.net, layer.name, source, statistics(scene, layer, sizeOf(source), what), isInverse);
  },
};

export const isNorm = (type: string): boolean => Object.hasOwn(norms, type);

/** @throws E_IMPORT */
export function norm(scene: Scene, layer: KerasLayer, type: string, { source, mask }: Signal, what: string): Value {
  // Unlike the others it does not hand the mask on.
  if (mask && type === 'RMSNormalization') refuse(`${what} of a masked sequence`);
  return norms[type]!(scene, layer, source, what);
}

function batchNorm(scene: Scene, layer: KerasLayer, source: Source, what: string): Value {
  const { config } = layer;
  const size = sizeOf(source);
  const tensors = [...scene.weights(layer)];
  const gamma = flag(config, 'scale', true) ? tensors.shift() : undefined;
  const beta = flag(config, 'center', true) ? tensors.shift() : undefined;
  const [mean, variance] = tensors;
  if (!mean || !variance || tensors.length > 2) return refuse(`${what} with ${tensors.length} weights`);
  for (const tensor of [gamma, beta, mean, variance]) if (tensor) expectShape(tensor, [size], `a weight of ${what}`);
  const epsilon = Number(field(config, 'epsilon') ?? 1e-3);
  return normalised(scene.net, layer.name, source, { gamma, beta, mean, variance }, epsilon);
}

/** The mean and the variance of the data, of each feature or of all: from the configuration, or else learned. */
function statistics(scene: Scene, layer: KerasLayer, size: number, what: string) {
  const given = ['mean', 'variance'].map((key) => field(layer.config, key));
  const [mean, variance] = given.some((each) => each !== null && each !== undefined)
    ? given.map((each): Tensor => {
        const data = Float64Array.from([each].flat(4).map(Number));
        return { data, shape: [data.length] };
      })
    : scene.weights(layer);
  for (const tensor of [mean, variance])
    if (!tensor?.data.every(Number.isFinite) || (tensor.data.length !== 1 && tensor.data.length !== size))
      refuse(`${what} with statistics of ${tensor?.data.length ?? 0} numbers for ${size} features`);
  return { mean: mean!, variance: variance! };
}

function layerNorm({ net, weights }: Scene, layer: KerasLayer, source: Source, what: string): Value {
  const { name, config } = layer;
  const size = sizeOf(source);
  const epsilon = Number(field(config, 'epsilon') ?? 1e-3);
  const tensors = [...weights(layer)];
  if (flag(config, 'rms_scaling', false)) {
    const [gain] = tensors;
    expectShape(gain ?? zeros([0]), [size], `a weight of ${what}`);
    // Keras divides by the deviation here, and takes no mean off.
    const text = `{0} / sqrt(mean(square({0} - mean({0}))) + ${decimal(epsilon)}) * {p0}`;
    return net.point(name, size, text, [source], [gain!]);
  }
  const gamma = flag(config, 'scale', true)
    ? tensors.shift()!
    : { data: new Float32Array(size).fill(1), shape: [size] };
  const beta = flag(config, 'center', true) ? tensors.shift()! : zeros([size]);
  for (const tensor of [gamma, beta]) expectShape(tensor ?? zeros([0]), [size], `a weight of ${what}`);
  return layerNormalised(net, name, source, { gamma, beta }, epsilon);
}
