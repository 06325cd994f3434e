/** The instructions that kernels use: one row says how each is encoded, and what it takes from the stack and leaves on it. */
import { invariant } from '../../error.ts';
import { float, signed, unsigned } from './bytes.ts';

/** What follows an opcode. `memory` is an offset (with an alignment hint before it), `block` has no parameter or result. */
type Immediate = 'local' | 'function' | 'label' | 'i32' | 'f32' | 'memory' | 'lane' | 'block' | 'lanes';

/** Types by their letters: v is v128, i is i32, f is f32. */
interface Row {
  readonly code: readonly number[];
  readonly takes: string;
  readonly gives: string;
  readonly immediates: readonly Immediate[];
}

/** An instruction with its immediates: names of locals and functions, numbers otherwise. */
export type Instr = readonly [op: string, ...immediates: (string | number)[]];

/** A function, as its instructions. */
export interface Func {
  readonly name: string;
  /** Comment lines for the text form. */
  readonly doc: readonly string[];
  /** All parameters are integers; nothing is returned. */
  readonly params: readonly string[];
  /** By name, in order; a parameter is none of them. */
  readonly locals: ReadonlyMap<string, 'i32' | 'v128'>;
  readonly code: readonly Instr[];
}

const row = (code: number, signature: string, ...immediates: Immediate[]): Row => {
  const [takes, gives] = signature.split(':') as [string, string];
  return { code: [code], takes, gives, immediates };
};
const simd = (code: number, signature: string, ...immediates: Immediate[]): Row => ({
  ...row(code, signature, ...immediates),
  code: [0xfd, ...unsigned(code)],
});

const table = {
  block: row(0x02, ':', 'block'),
  loop: row(0x03, ':', 'block'),
  end: row(0x0b, ':'),
  br: row(0x0c, ':', 'label'),
  br_if: row(0x0d, 'i:', 'label'),
  call: row(0x10, ':', 'function'),
  select: row(0x1b, 'iii:i'),
  'local.get': row(0x20, ':', 'local'),
  'local.set': row(0x21, ':', 'local'),
  'local.tee': row(0x22, ':', 'local'),
  'f32.load': row(0x2a, 'i:f', 'memory'),
  'i32.const': row(0x41, ':i', 'i32'),
  'f32.const': row(0x43, ':f', 'f32'),
  'i32.eqz': row(0x45, 'i:i'),
  'i32.lt_s': row(0x48, 'ii:i'),
  'i32.gt_s': row(0x4a, 'ii:i'),
  'i32.le_s': row(0x4c, 'ii:i'),
  'i32.ge_s': row(0x4e, 'ii:i'),
  'i32.add': row(0x6a, 'ii:i'),
  'i32.sub': row(0x6b, 'ii:i'),
  'i32.mul': row(0x6c, 'ii:i'),
  'i32.div_s': row(0x6d, 'ii:i'),
  'i32.shl': row(0x74, 'ii:i'),
  'i32.trunc_f32_s': row(0xa8, 'f:i'),

  'v128.load': simd(0, 'i:v', 'memory'),
  'v128.load32_splat': simd(9, 'i:v', 'memory'),
  'v128.store': simd(11, 'iv:', 'memory'),
  'i8x16.shuffle': simd(13, 'vv:v', 'lanes'),
  'i32x4.splat': simd(17, 'i:v'),
  'f32x4.splat': simd(19, 'f:v'),
  'f32x4.eq': simd(65, 'vv:v'),
  'f32x4.ne': simd(66, 'vv:v'),
  'f32x4.lt': simd(67, 'vv:v'),
  'f32x4.gt': simd(68, 'vv:v'),
  'f32x4.ge': simd(70, 'vv:v'),
  'v128.and': simd(78, 'vv:v'),
  'v128.andnot': simd(79, 'vv:v'),
  'v128.or': simd(80, 'vv:v'),
  'v128.xor': simd(81, 'vv:v'),
  'v128.bitselect': simd(82, 'vvv:v'),
  'v128.load32_lane': simd(86, 'iv:v', 'memory', 'lane'),
  'v128.store32_lane': simd(90, 'iv:', 'memory', 'lane'),
  'v128.store64_lane': simd(91, 'iv:', 'memory', 'lane'),
  'v128.load32_zero': simd(92, 'i:v', 'memory'),
  'f32x4.floor': simd(104, 'v:v'),
  'f32x4.nearest': simd(106, 'v:v'),
  'i32x4.shl': simd(171, 'vi:v'),
  'i32x4.shr_s': simd(172, 'vi:v'),
  'i32x4.add': simd(174, 'vv:v'),
  'i32x4.sub': simd(177, 'vv:v'),
  'f32x4.abs': simd(224, 'v:v'),
  'f32x4.neg': simd(225, 'v:v'),
  'f32x4.sqrt': simd(227, 'v:v'),
  'f32x4.add': simd(228, 'vv:v'),
  'f32x4.sub': simd(229, 'vv:v'),
  'f32x4.mul': simd(230, 'vv:v'),
  'f32x4.div': simd(231, 'vv:v'),
  'f32x4.min': simd(232, 'vv:v'),
  'f32x4.max': simd(233, 'vv:v'),
  'f32x4.pmin': simd(234, 'vv:v'),
  'f32x4.pmax': simd(235, 'vv:v'),
  'f32x4.convert_i32x4_s': simd(250, 'v:v'),
  'f32x4.relaxed_madd': simd(261, 'vvv:v'),
  'f32x4.relaxed_nmadd': simd(262, 'vvv:v'),
} as const satisfies Record<string, Row>;

export const instructions: ReadonlyMap<string, Row> = new Map(Object.entries(table));

export function instructionRow(op: string): Row {
  const found = instructions.get(op);
  invariant(found, () => `no instruction ${op}`);
  return found;
}

/** Appends the instruction; `number` is that of the local or the function that it names. */
export function encode(instr: Instr, number: number | undefined, bytes: number[]): void {
  const { code, immediates } = instructionRow(instr[0]);
  for (let i = 0; i < code.length; i++) bytes.push(code[i]!);
  let next = 1;
  for (const kind of immediates)
    if (kind === 'block') bytes.push(0x40);
    else if (kind === 'lanes') for (; next <= 16; next++) bytes.push(instr[next] as number);
    else if (kind === 'local' || kind === 'function') {
      invariant(number !== undefined, () => `no ${kind} ${instr[next]}`);
      unsigned(number, bytes);
    } else encodeNumber(kind, instr[next++] as number, bytes);
}

/** Elements are aligned to four bytes, and loads and stores say so. */
const alignment = 2;

function encodeNumber(kind: 'i32' | 'f32' | 'memory' | 'lane' | 'label', number: number, bytes: number[]): void {
  if (kind === 'i32') signed(number, bytes);
  else if (kind === 'f32') float(number, bytes);
  else {
    if (kind === 'memory') unsigned(alignment, bytes);
    unsigned(number, bytes);
  }
}

/** The instruction in the text format. */
export function print([op, ...immediates]: Instr): string {
  const kinds = instructionRow(op).immediates;
  const words = immediates.map((value, i) => {
    const kind = kinds[Math.min(i, kinds.length - 1)];
    if (kind === 'memory') return value === 0 ? '' : `offset=${value}`;
    if (kind === 'local' || kind === 'function') return `$${value}`;
    return printNumber(value as number);
  });
  return [op, ...words].filter(Boolean).join(' ');
}

function printNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
}
