/**
 * Arrays as NumPy saves them: `.npy`, and `.npz`, a zip archive of these
 * (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Pickled objects are never read.
 */
import type { Tensor } from '@cellc/runtime';
import { broken, quoted, show } from '../error.ts';
import { countOf, decode, type NumberKind, type Numbers } from './numbers.ts';
import { readZip } from './zip.ts';

const kinds: Readonly<Record<string, NumberKind>> = {
  ...{ f2: 'float16', f4: 'float32', f8: 'float64', b1: 'bool' },
  ...{ i1: 'int8', i2: 'int16', i4: 'int32', i8: 'int64' },
  ...{ u1: 'uint8', u2: 'uint16', u4: 'uint32', u8: 'uint64' },
};

const header = /^\{'descr': '([^']{1,16})', 'fortran_order': (True|False), 'shape': \(([\d, ]*)\),? ?\}\s*$/;
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const mostHeader = 10_000;

/** The arrays by name; of a `.npy` the only one, by the file's. @throws E_FILE */
export function readArrays(bytes: Uint8Array, file: string): Map<string, Tensor> {
  if (!/\.npz$/i.test(file)) return new Map([[file.replace(/\.npy$/i, ''), readNpy(bytes, 'the array', file)]]);
  const members = [...readZip(bytes, file)];
  return new Map(
    members.map(([name, unpack]) => [name.replace(/\.npy$/, ''), readNpy(unpack(), `array ${quoted(name)}`, file)]),
  );
}

function readNpy(bytes: Uint8Array, what: string, file: string): Tensor {
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte)) broken(file, `${what} is none of NumPy’s`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const isShort = bytes[6] === 1;
  const length = isShort ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = (isShort ? 10 : 12) + length;
  if (length > mostHeader || start > bytes.length) broken(file, `the header of ${what} claims ${length} bytes`);
  const text = new TextDecoder().decode(bytes.subarray(isShort ? 10 : 12, start));
  const [, type = '', order, sizes = ''] = header.exec(text) ?? broken(file, `the header of ${what} cannot be read`);
  const kind = Object.hasOwn(kinds, type.slice(1)) && /^[<|]/.test(type) ? kinds[type.slice(1)]! : undefined;
  if (!kind)
    return broken(file, `${what} has the element type ${quoted(type)}`, "save numbers: np.asarray(x, dtype='<f4')");
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  if (shape.length > 32) broken(file, `${what} has the shape ${show(shape)}`);
  countOf(shape, what, file);
  const { data } = decode(bytes.subarray(start), kind, shape, what, file);
  return { data: order === 'True' ? rowsFirst(data, shape) : data, shape };
}

/** From the order in which the first axis runs fastest to that in which the last one does. */
function rowsFirst(data: Numbers, shape: readonly number[]): Numbers {
  const result = data.slice();
  const index = shape.map(() => 0);
  for (let at = 0; at < data.length; at++) {
    let place = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) place = place * shape[axis]! + index[axis]!;
    result[at] = data[place]!;
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
  return result;
}
