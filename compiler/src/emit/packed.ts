/** Weights in the order in which kernels read them: as a constant of a C header, or packed by it. */
import type { Param } from '@cellc/runtime/module';
import { type COptions, cNumber } from '../backend/text/c.ts';
import { fail } from '../error.ts';

/** Row-major parameters, by name. */
export type Weights = Readonly<
  Record<string, { readonly data: ArrayLike<number>; readonly shape: readonly number[] } | undefined>
>;

const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** `NAME_weights`. @throws E_DATA for weights that are not the model's */
export function printWeights(
  prefix: string,
  real: COptions['real'],
  params: readonly Param[],
  packed: number,
  weights: Weights,
): string {
  checkWeights(prefix, real, params, weights);
  const values = new Float64Array(packed || 1);
  for (const param of params)
    for (const [element, at] of elementsOf(param)) values[at] = weights[param.name]!.data[element]!;
  const lines: string[] = [];
  for (let i = 0; i < values.length; i += 8)
    lines.push(`  ${[...values.subarray(i, i + 8)].map((value) => cNumber(value, real)).join(', ')},`);
  return `static const ${real} ${prefix}_weights[${values.length}] = {\n${lines.join('\n')}\n};\n`;
}

function checkWeights(prefix: string, real: COptions['real'], params: readonly Param[], weights: Weights): void {
  const names = params.map(({ name }) => name);
  const unknown = Object.keys(weights).find((name) => !names.includes(name));
  if (unknown !== undefined)
    fail('E_DATA', `${prefix} has no parameter ${unknown}`, undefined, `it has ${names.join(', ')}`);
  for (const { name, shape } of params) {
    const given = weights[name];
    if (!given) fail('E_DATA', `weights of ${prefix} lack ${name}`);
    if (given.shape.join() !== shape.join() || given.data.length !== count(shape))
      fail('E_DATA', `parameter ${name} is [${given.shape.join(', ')}], not [${shape.join(', ')}]`);
    for (let i = 0; i < given.data.length; i++)
      if (!Number.isFinite(real === 'float' ? Math.fround(given.data[i]!) : given.data[i]))
        fail('E_DATA', `parameter ${name} is ${given.data[i]} at element ${i}`);
  }
}

/** The row-major number of each element, and its place. */
function* elementsOf({ shape, pieces }: Param): Generator<[element: number, at: number]> {
  for (const { from, size, at, dims } of pieces)
    for (let n = 0; n < count(size); n++) {
      let [rest, element, stride, place] = [n, 0, 1, at];
      for (let d = size.length - 1; d >= 0; d--) {
        const { block, far, near } = dims[d]!;
        const i = rest % size[d]!;
        rest = Math.floor(rest / size[d]!);
        element += (from[d]! + i) * stride;
        stride *= shape[d]!;
        place += Math.floor(i / block) * far + (i % block) * near;
      }
      yield [element, place];
    }
}

/** `NAME_pack`. */
export function printPack(prefix: string, real: COptions['real'], params: readonly Param[]): string {
  const macro = prefix.toUpperCase();
  let start = 0;
  const lines = params.flatMap((param) => {
    const loops = param.pieces.flatMap((piece) => packPiece(param, piece, start));
    start += count(param.shape);
    return [`  // ${param.name}`, ...loops];
  });
  const body = lines.length > 0 ? lines : ['  (void)weights;'];
  return `/** Packs ${macro}_WEIGHTS numbers as the kernels read them: ${macro}_PACKED numbers. */
static inline void ${prefix}_pack(const ${real} *weights, ${real} *packed) {
  memset(packed, 0, ${macro}_PACKED * sizeof(${real}));
${body.join('\n')}
}
`;
}

/** Loops over the elements of a piece, of a parameter that begins at `start`. */
function packPiece({ shape }: Param, { from, size, at, dims }: Param['pieces'][number], start: number): string[] {
  let first = start;
  const read: string[] = [];
  const write: string[] = [];
  const times = (text: string, by: number): string => (by === 1 ? text : `${text} * ${by}`);
  size.forEach((_, d) => {
    const stride = count(shape.slice(d + 1));
    const { block, far, near } = dims[d]!;
    const i = 'ij'[d]!;
    first += from[d]! * stride;
    read.push(times(i, stride));
    write.push(times(block === 1 ? i : `${i} / ${block}`, far));
    if (block > 1) write.push(times(`${i} % ${block}`, near));
  });
  const sum = (terms: readonly string[], constant: number): string =>
    [...terms, ...(constant !== 0 || terms.length === 0 ? [String(constant)] : [])].join(' + ');
  const loops = size.map((n, d) => `for (ptrdiff_t ${'ij'[d]} = 0; ${'ij'[d]} < ${n}; ${'ij'[d]}++)`);
  return [`  ${[...loops, `packed[${sum(write, at)}] = weights[${sum(read, first)}];`].join(' ')}`];
}
