/** WGSL: the arena is a storage buffer, T, B and lengths lie in another, and scratch in what a workgroup shares. */
import type { Row } from '../../ir/row.ts';
import type { FunctionDialect } from '../text/dialect.ts';

/** Names that the language keeps for itself, as far as cells and layers may be called so, and those of the shader. */
export const reserved = (
  'm n T B thread at grid lane group groups partial special slow fast pair span tile_shared rounds high tile tile_row ' +
  'first_row first_column within chunk round count together ' +
  'alias break case const const_assert continue continuing default diagnostic discard else enable false fn for if let loop ' +
  'override requires return struct switch true var while NULL Self abstract active alignas alignof as asm asm_fragment async ' +
  'attribute auto await become cast catch class co_await co_return co_yield coherent column_major common compile ' +
  'compile_fragment concept const_cast consteval constexpr constinit crate debugger decltype delete demote ' +
  'demote_to_helper do dynamic_cast enum explicit export extends extern external fallthrough filter final finally friend ' +
  'from fxgroup get goto groupshared highp impl implements import inline instanceof interface layout lowp macro match ' +
  'mediump meta mod module move mut mutable namespace new nil noexcept noinline nointerpolation non_coherent noncoherent ' +
  'noperspective null nullptr of operator package packoffset patch pixelfragment precise precision premerge priv protected ' +
  'pub public readonly ref regardless register reinterpret_cast require resource restrict self set shared sizeof smooth snorm ' +
  'static static_assert static_cast std subroutine super target template this thread_local throw trait try type typedef ' +
  'typeid typename typeof union unless unorm unsafe unsized use using varying virtual volatile wgsl where with writeonly yield'
).split(' ');

/** Functions that lowerings call; a function's value is never computed while compiling, where NaN would be an error. */
export const helpers: Readonly<Record<string, string>> = {
  root: 'fn root(x: f32) -> f32 { return sqrt(x); }',
  least: 'fn least(a: f32, b: f32) -> f32 { return select(a, b, b < a); }',
  most: 'fn most(a: f32, b: f32) -> f32 { return select(a, b, a < b); }',
  copysign:
    'fn copysign(a: f32, b: f32) -> f32 { return bitcast<f32>((bitcast<u32>(a) & 0x7fffffffu) | (bitcast<u32>(b) & 0x80000000u)); }',
  pow2: 'fn pow2(k: f32) -> f32 { return bitcast<f32>(u32(i32(k) + 127) << 23u); }',
  exponent: 'fn exponent(x: f32) -> f32 { return f32((bitcast<i32>(x) - 1060439283) >> 23u); }',
  mantissa:
    'fn mantissa(x: f32) -> f32 { let bits = bitcast<i32>(x); return bitcast<f32>(bits - ((bits - 1060439283) & -8388608)); }',
  special: 'var<private> special: vec3u = vec3u(0x7f800000u, 0xff800000u, 0x7fc00000u);',
};

/** Functions of JavaScript's that WGSL has, too: a root of what is less than zero must not be computed while compiling. */
const functions: Readonly<Record<string, string>> = { abs: 'abs', sign: 'sign', min: 'min', max: 'max', sqrt: 'root' };

/** The lowering of an op: its own, or JavaScript's where that is arithmetic, a choice between two, or a function of both. */
export function templateOf({ wgsl, js = '' }: Row): string | undefined {
  if (wgsl !== undefined) return wgsl;
  if (/^(\w [-+*/] \w|-?x)$/.test(js)) return js;
  const [, condition, yes, no] = /^\((.*) \? (\d) : (\d)\)$/.exec(js) ?? [];
  if (condition !== undefined) return `select(${no}.0, ${yes}.0, ${condition.replace('===', '==')})`;
  const [, name, args] = /^Math\.(\w+)(\(.*\))$/.exec(js) ?? [];
  return name !== undefined && Object.hasOwn(functions, name) ? `${functions[name]}${args}` : undefined;
}

/** `counts`: the integers that the host writes beside T and B; `local`: what lies in `memory`, which a workgroup shares. */
export function wgsl(
  spell: (name: string) => string,
  counts: readonly string[],
  local: (name: string) => boolean,
  memory: string,
): FunctionDialect {
  return {
    name: 'WGSL',
    template: templateOf,
    spell,
    number(value) {
      if (Number.isNaN(value)) return 'bitcast<f32>(special.z)';
      const single = Math.fround(value);
      if (!Number.isFinite(single)) return `bitcast<f32>(special.${single > 0 ? 'x' : 'y'})`;
      if (Object.is(single, -0)) return '-0.0';
      // What is closer to the largest number than to none at all is it.
      const text = String(Math.abs(value) > Math.abs(single) && Math.abs(single) > 3.4e38 ? single : value);
      return /[.e]/.test(text) ? text : `${text}.0`;
    },
    element(text, { terms }) {
      if (terms.some(([name]) => counts.includes(name))) return `n[${text}]`;
      return terms.some(([name]) => local(name)) ? `${memory}[${text}]` : `m[${text}]`;
    },
    integer: (element) => (element.startsWith('n[') ? element : `i32(${element})`),
    declare: {
      constant: (name, value) => `let ${name} = ${value}`,
      variable: (name, value) => `var ${name} = f32(${value})`,
      integer: (name, value) => `let ${name}: i32 = ${value}`,
      counter: (name, value) => `var ${name}: i32 = ${value}`,
    },
    lesser: (a, b) => `min(${a}, ${b})`,
    head: (name) =>
      `fn ${spell(name)}(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) at: vec3u, @builtin(num_workgroups) grid: vec3u) {`,
    call: (name) => name,
  };
}
