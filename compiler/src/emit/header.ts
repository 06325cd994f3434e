/** A compiled model as one C99 header, for microcontrollers and plugins: inference, without allocation or global state. */
import type { Param } from '@cellc/runtime/module';
import { type CKernels, printC, printStart } from '../backend/c.ts';
import type { COptions } from '../backend/text/c.ts';
import { cNumber } from '../backend/text/c.ts';
import type { OpTable } from '../ir/ops.ts';
import { ops } from '../ir/ops.ts';
import { identifierOf } from '../lang/names.ts';
import type { Model } from '../model/resolve.ts';
import type { Buffer } from '../schedule/memory.ts';
import { type Lowered, lowerModel } from '../schedule/model.ts';
import { loweringForC } from '../target.ts';
import { version } from '../version.ts';
import { paramsOf } from './manifest.ts';
import { printPack, printWeights, type Weights } from './packed.ts';

export interface HeaderOptions {
  /** `f32`: float, with the results of the wasm target; `f64`: double. */
  readonly precision?: 'f32' | 'f64';
  /** f32: `fast` sigmoid and tanh have an absolute error of 5e-7; `exact` functions two units in the last place. */
  readonly accuracy?: 'exact' | 'fast';
  /** All parameters, by name: they become a constant of the header. Without them, the program gives them to `NAME_pack`. */
  readonly weights?: Weights;
  /** Another op table: the shipped one with rows added. */
  readonly ops?: OpTable;
}

/** What the parts of a header are printed from. */
interface Header {
  readonly model: Model;
  readonly lowered: Lowered;
  readonly kernels: CKernels;
  readonly params: readonly Param[];
  readonly real: COptions['real'];
  /** Elements before this one are parameters. */
  readonly packed: number;
  /** The same as a macro's name starts. */
  readonly macro: string;
}

/**
 * The text of `NAME.h`. `NAME_step` is there unless a layer reads the sequence backward, `NAME_run` always.
 * @throws E_DATA for weights that are not the model's; E_UNSUPPORTED for an op of another table that C lacks
 */
export function compileHeader(given: Model, options: HeaderOptions = {}): string {
  const { precision = 'f32', accuracy = 'exact', weights, ops: table = ops } = options;
  const model = { ...given, name: identifierOf(given.name) };
  const lowered = lowerModel(model, { table, lowering: loweringForC(table, { precision, accuracy }), training: false });
  const { buffers, total } = lowered.memory;
  const packed = Math.min(total[0], ...buffers.map(({ at }) => at[0]));
  const real = precision === 'f64' ? 'double' : 'float';
  const taken = ['model', 'weights', 'pack', 'init', 'reset', 'step', 'run'];
  const prefix = model.name;
  const lengths = { active: lowered.io.active.name, last: lowered.io.last.name };
  const kernels = printC(lowered.program.kernels, { prefix, real, packed, table, buffers, lengths, taken });
  const params = lowered.units.flatMap(({ analysed }) => paramsOf(analysed));
  const header: Header = { model, lowered, kernels, params, real, packed, macro: model.name.toUpperCase() };
  const parts = [
    printTop(header, weights !== undefined),
    weights ? printWeights(prefix, real, params, packed, weights) : printPack(prefix, real, params),
    kernels.code,
    ...(lowered.io.stream ? [printStep(header, lowered.io.stream)] : []),
    printRun(header),
    '#endif\n',
  ];
  return ascii(parts.join('\n'));
}

/** Compilers read comments in code pages of their own. */
function ascii(text: string): string {
  return text.replace(/→/g, '->').replace(/[^\n -~]/g, '?');
}

function printTop({ model, lowered, params, real, packed, macro }: Header, isEmbedded: boolean): string {
  const { name, input, output } = model;
  const { stream } = lowered.io;
  const count = (param: Param): number => param.shape.reduce((a, b) => a * b, 1);
  let at = 0;
  const table = params.map((param) => {
    const line = ` *   ${String(at).padStart(7)}  ${param.name} [${param.shape.join(', ')}]`;
    at += count(param);
    return line;
  });
  const total = lowered.memory.total;
  const given = isEmbedded ? `${name}_weights` : 'packed';
  const usage = [
    ...(isEmbedded ? [] : [`${real} packed[${macro}_PACKED]; ${name}_pack(weights, packed);`]),
    ...(stream
      ? [`${name}_model model; ${name}_init(&model, ${given});`, `${name}_step(&model, x, y); // once each time step`]
      : [`${real} arena[${macro}_ARENA(T)]; ${name}_run(${given}, arena, T, x, y);`]),
  ];
  const reads = model.reads === 'class' ? `one of ${input} classes` : `${input} features`;
  return `/*
 * ${name}: ${reads} -> ${output} features a time step. Written by cellc ${version}; do not edit.
 * C99 and C++, without allocation and global state. Compiled with -ffp-contract=off, ${
   real === 'float' ? 'every machine computes the same.' : 'machines differ by their <math.h> alone.'
 }
 *
${usage.map((line) => ` *   ${line}\n`).join('')} *
 * ${isEmbedded ? `The weights in ${name}_weights, packed:` : `Weights, in the order of ${name}_pack, matrices by rows:`}
${table.join('\n')}
 */
#ifndef ${macro}_CELLC_H
#define ${macro}_CELLC_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ${macro}_INPUT ${input} /* ${model.reads === 'class' ? 'classes' : 'numbers a time step'} */
#define ${macro}_OUTPUT ${output}
#define ${macro}_WEIGHTS ${at}
#define ${macro}_PACKED ${packed}
/* What ${name}_run needs for T time steps. */
#define ${macro}_ARENA(T) (${total[0] - packed + total[1]} + ${total[2]} * (size_t)(T))
`;
}

function printStep(header: Header, stream: { readonly x: Buffer; readonly y: Buffer }): string {
  const { model, lowered, real, packed, macro } = header;
  const { name } = model;
  const calls = callsOf(header, 'step');
  const states = lowered.units.flatMap(({ analysed, code }) =>
    code.states.map(
      ({ name: state, step }) => `${analysed.path}.${state} at m[${step!.at[0] - packed}], ${step!.size}`,
    ),
  );
  const w = calls.some((call) => /\bw\b/.test(call)) ? [`  const ${real} *w = model->weights;`] : [];
  const x = stream.x.at[0] - packed;
  return `/* A model that is streamed: ${[...states, `${lowered.memory.total[0] - packed} numbers in all`].join('; ')}. */
typedef struct {
  const ${real} *weights;
  ${real} m[${lowered.memory.total[0] - packed}];
} ${name}_model;

/** Begins a sequence: all states are zero. */
static inline void ${name}_reset(${name}_model *model) {
  memset(model->m, 0, sizeof model->m);
}

/** The weights, packed, stay where they are: they may lie in read-only memory. */
static inline void ${name}_init(${name}_model *model, const ${real} *weights) {
  model->weights = weights;
  ${name}_reset(model);
}

/** One time step: reads ${model.reads === 'class' ? `a class below ${macro}_INPUT` : `${macro}_INPUT numbers`}, writes ${macro}_OUTPUT. */
static inline void ${name}_step(${name}_model *model, ${model.reads === 'class' ? 'int x' : `const ${real} *x`}, ${real} *y) {
${[...w, `  ${real} *m = model->m;`, ...readStep(header, stream.x, x), ...calls].join('\n')}
  memcpy(y, m + ${stream.y.at[0] - packed}, ${macro}_OUTPUT * sizeof(${real}));
}
`;
}

/** Writes a time step's input to its place: a vector, a class, or the one-hot vector of one. */
function readStep({ model, real, macro }: Header, { size }: Buffer, at: number): string[] {
  if (model.reads !== 'class') return [`  memcpy(m + ${at}, x, ${macro}_INPUT * sizeof(${real}));`];
  if (size === 1) return [`  m[${at}] = (${real})x;`];
  return [`  memset(m + ${at}, 0, ${macro}_INPUT * sizeof(${real}));`, `  m[${at} + x] = ${cNumber(1, real)};`];
}

function printRun(header: Header): string {
  const { model, lowered, real, packed, macro } = header;
  const { io } = lowered;
  const { name } = model;
  const place = (buffer: Buffer): string => printStart(buffer, packed);
  const states = lowered.units.flatMap(({ code }) =>
    code.states.map(({ run }) => `  memset(m + ${place(run)}, 0, ${run.size} * sizeof(${real}));`),
  );
  const isClass = model.reads === 'class';
  const read = !isClass
    ? [`  memcpy(m + ${place(io.x)}, x, (size_t)T * ${macro}_INPUT * sizeof(${real}));`]
    : io.x.size === 1
      ? [`  for (ptrdiff_t t = 0; t < T; t++) m[${place(io.x)} + t] = (${real})x[t];`]
      : [
          `  memset(m + ${place(io.x)}, 0, (size_t)T * ${macro}_INPUT * sizeof(${real}));`,
          `  for (ptrdiff_t t = 0; t < T; t++) m[${place(io.x)} + t * ${macro}_INPUT + x[t]] = ${cNumber(1, real)};`,
        ];
  const calls = callsOf(header, 'forward');
  const body = [...(calls.some((call) => /\bw\b/.test(call)) ? [] : ['  (void)w;']), ...states, ...read, ...calls];
  const isLast = model.returns === 'last';
  return `/** A whole sequence of T >= 1 time steps, from states of zero: writes ${macro}_OUTPUT numbers${
    isLast ? ', those of the last step' : ' for each'
  }. The arena \`m\` has ${macro}_ARENA(T) numbers. */
static inline void ${name}_run(const ${real} *w, ${real} *m, ptrdiff_t T, const ${isClass ? 'int' : real} *x, ${real} *y) {
${body.join('\n')}
  memcpy(y, m + ${place(io.y)}, ${isLast ? '' : '(size_t)T * '}${macro}_OUTPUT * sizeof(${real}));
}
`;
}

function callsOf({ lowered, kernels }: Header, entry: string): string[] {
  const calls = lowered.program.entries.find(({ name }) => name === entry)?.calls ?? [];
  return calls.map((name) => `  ${kernels.call(name)};`);
}
