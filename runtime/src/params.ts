/** Parameters between their public row-major form and the packed pieces in the arena. */
import { checkNames, fail } from './error.ts';
import type { Arena, Manifest, Param } from './module.ts';
import { checkShape, count, numbers, type Tensor, type Tensors } from './tensor.ts';

/** Copies of all parameters, or with a shift of what is laid out like them: their gradients, which frozen ones have none of. */
export function readParams(m: Arena, manifest: Manifest, shift = 0): Record<string, Tensor> {
  const entries = manifest.params.map((param) => {
    const data = numbers(manifest.precision, count(param.shape));
    if (!shift || !param.frozen)
      eachElement(param, (element, at) => {
        data[element] = m[at + shift]!;
      });
    return [param.name, { data, shape: param.shape }] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Sets all parameters, or none: everything is checked before anything is written.
 * @throws E_WEIGHTS on unknown or missing names, other shapes, or numbers that are not finite.
 */
export function writeParams(m: Arena, manifest: Manifest, params: Tensors): void {
  const names = manifest.params.map((param) => param.name);
  checkNames('E_WEIGHTS', `parameters of ${manifest.name}`, names, Object.keys(params));
  for (const { name, shape } of manifest.params) {
    const value = params[name]!;
    checkShape('E_WEIGHTS', `parameter ${name}`, value, shape);
    const bad = value.data.findIndex((x) => !Number.isFinite(manifest.precision === 'f32' ? Math.fround(x) : x));
    if (bad >= 0) fail('E_WEIGHTS', `parameter ${name} is ${value.data[bad]} at element ${bad}`);
  }
  for (const param of manifest.params) writeParam(m, param, params[param.name]!.data);
}

export function writeParam(m: Arena, param: Param, data: Arena): void {
  eachElement(param, (element, at) => {
    m[at] = data[element]!;
  });
}

/** Visits a parameter's elements: the row-major number of each, and where it is in the arena. */
export function eachElement({ shape, pieces }: Param, visit: (element: number, at: number) => void): void {
  for (const { from, size, at, dims } of pieces) {
    const walk = (d: number, element: number, place: number): void => {
      if (d === shape.length) {
        visit(element, place);
        return;
      }
      const { block, far, near } = dims[d]!;
      for (let i = 0; i < size[d]!; i++)
        walk(d + 1, element * shape[d]! + from[d]! + i, place + Math.floor(i / block) * far + (i % block) * near);
    };
    walk(0, 0, at);
  }
}
