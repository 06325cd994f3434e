/**
 * What a row of the op table says of its op.
 *
 * - `args`: the names of the arguments, used by every rule of the row.
 * - `kind`: all that passes may ask. `point` works element by element and broadcasts scalars; `contract` sums products
 *   over an axis; `outer` is its counterpart without a sum; `reduce` folds a whole tensor to a scalar; `view` moves
 *   elements without computing; `leaf` has no arguments; `macro` is another expression by a shorter name.
 * - `eval`: the meaning in double precision, for scalars (`reduce`: of an accumulator and an element).
 * - `grad`: the cotangent of each argument, in the cell language: `g` is the cotangent of the result, `y` the result.
 *   '0' says that nothing flows back. Broadcasting is undone by whoever applies the rule, never in the rule.
 * - `expand`: the same in terms of other ops, used by macros, and where a target has no lowering.
 * - `single`: an expansion that is exact to single precision, and faster than the exact function.
 * - `float`: an expansion for targets whose arithmetic is single, within two units in the last place of the true value
 *   over the whole range; `fast` a shorter one, whose error its comment states.
 * - `js`: the lowering for targets that speak JavaScript; `c`: for C, where that is not the same with C's functions;
 *   `wasm`: nested vector instructions, where a number is spread; `wgsl`: for WebGPU's shaders, where it does not follow
 *   from `js`; `gpujs`: for kernels of gpu.js, where that is not the same as `js`.
 * - `cost`: floating-point operations an element; what costs more than a few is worth keeping for the backward pass.
 */
export type Kind = 'point' | 'contract' | 'outer' | 'reduce' | 'view' | 'leaf' | 'macro';

export interface Row {
  readonly args: string;
  readonly kind: Kind;
  readonly eval?: (...x: number[]) => number;
  /** `reduce`: the accumulator's first value, and how the results of two parts become that of the whole. */
  readonly start?: number;
  readonly combine?: string;
  readonly grad?: readonly string[];
  readonly expand?: string;
  readonly single?: string;
  readonly float?: string;
  readonly fast?: string;
  readonly js?: string;
  readonly c?: string;
  readonly wasm?: string;
  readonly gpujs?: string;
  readonly wgsl?: string;
  readonly cost?: number;
  /** `macro`: how the result's shape follows from the arguments', where not as for a pointwise op. */
  readonly result?: 'same' | 'reduce';
  /** A function that the JavaScript lowering calls. */
  readonly helper?: string;
  /** The name under which cells call it, where several rows share one by the number of arguments. */
  readonly name?: string;
}
