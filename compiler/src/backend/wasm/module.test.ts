import { expect, test } from 'vitest';
import type { Func } from './instructions.ts';
import { type Instr, instructionRow, instructions } from './instructions.ts';
import { encodeModule } from './module.ts';
import { expandTemplate, parseTemplate } from './template.ts';
import { printWat } from './text.ts';

/** One example of each immediate. */
const example = {
  local: 'v',
  function: 'f',
  label: 0,
  i32: -70000,
  f32: 1.5,
  memory: 300,
  lane: 1,
  block: 0,
  lanes: 0,
};

const push: Readonly<Record<string, Instr>> = { i: ['local.get', 'n'], v: ['local.get', 'v'], f: ['f32.const', 2] };
const drop: Readonly<Record<string, Instr>> = { i: ['local.set', 'n'], v: ['local.set', 'v'] };

const start: readonly Instr[] = [['f32.const', 0], ['f32x4.splat'], drop.v!];

/** A function around one instruction that gives it what it takes and puts away what it gives. */
function around(op: string): Func {
  const { takes, gives, immediates } = instructionRow(op);
  const lanes = Array.from({ length: 16 }, (_, i) => i);
  const values = immediates.flatMap((kind) => (kind === 'block' ? [] : kind === 'lanes' ? lanes : [example[kind]]));
  const own: Instr = [op, ...values];
  const used: Instr[] = gives === 'f' ? [['f32x4.splat'], drop.v!] : gives ? [drop[gives]!] : [];
  const typed: Readonly<Record<string, Instr[]>> = {
    block: [own, ['end']],
    loop: [own, ['end']],
    end: [['block'], own],
    br_if: [['block'], push.i!, own, ['end']],
    'local.get': [own, drop.v!],
    'local.set': [push.v!, own],
    'local.tee': [push.v!, own, drop.v!],
  };
  const code = typed[op] ?? [...Array.from(takes, (type) => push[type]!), own, ...used];
  return {
    name: 'f',
    doc: [],
    params: ['n'],
    locals: new Map([['v', 'v128']]),
    code: [...start, ...(op === 'call' ? [push.i!, own] : code)],
  };
}

test('engines accept every instruction as its row describes it', () => {
  for (const op of instructions.keys()) {
    // Relaxed SIMD is behind a flag in some engines.
    if (op.includes('relaxed')) continue;
    const bytes = encodeModule({ functions: [around(op)], exports: new Map([['f', 'f']]) });
    expect(WebAssembly.validate(bytes), op).toBe(true);
  }
});

test('the text form has the same instructions', () => {
  const text = printWat({ functions: [around('v128.store32_lane')], exports: new Map([['run', 'f']]) });
  expect(text).toContain('\n    f32.const 0  f32x4.splat  local.set $v\n');
  expect(text).toContain('\n    local.get $n  local.get $v  v128.store32_lane offset=300 1\n');
  expect(text).toContain('  (export "run" (func $f))\n');
});

test('numbers in a lowering have the type that the instruction takes', () => {
  const code = expandTemplate(parseTemplate('i32x4.shl(f32x4.add(x, 1.5), 23)'), () => [['local.get', 'x']]);
  expect(code).toEqual([
    ['local.get', 'x'],
    ['f32.const', 1.5],
    ['f32x4.splat'],
    ['f32x4.add'],
    ['i32.const', 23],
    ['i32x4.shl'],
  ]);
});
