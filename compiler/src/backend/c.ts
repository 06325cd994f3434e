/** The C backend: prints kernels as static functions of the weights `w` and the arena `m`. */
import type { Kernel } from '../ir/loop.ts';
import type { OpTable } from '../ir/ops.ts';
import type { Buffer } from '../schedule/memory.ts';
import { type Lengths, ofOneSequence } from './single.ts';
import { type COptions, cDialect, cHelpers } from './text/c.ts';
import { declared, spelling } from './text/names.ts';
import { namesIn, placesOf, printBody, printDoc } from './text/print.ts';

export interface CKernels {
  /** Function definitions. */
  readonly code: string;
  /** How a kernel is called where `w`, `m` and `T` are known. */
  call(name: string): string;
}

export interface CProgram extends Pick<COptions, 'real' | 'prefix' | 'packed'> {
  readonly table: OpTable;
  readonly buffers: readonly Buffer[];
  readonly lengths: Lengths;
  /** Names that are taken, without the prefix. */
  readonly taken: readonly string[];
}

/** Parameters, of which each kernel has those that it reads. */
const parameters = (real: COptions['real']): Readonly<Record<string, string>> => ({
  w: `const ${real} *w`,
  m: `${real} *m`,
  T: 'ptrdiff_t T',
});

export function printC(kernels: readonly Kernel[], program: CProgram): CKernels {
  const { prefix, real, packed, table } = program;
  const places = placesOf(program.buffers);
  const nameOf = spelling(
    kernels.map(({ name }) => name),
    program.taken,
  );
  const calls = new Map<string, string>();
  const functions = kernels.map((kernel) => {
    const spell = spelling([...places.keys(), ...declared(kernel)], Object.keys(parameters(real)));
    const isPlace = (name: string): boolean => places.has(name);
    const language = { dialect: cDialect({ real, prefix, packed, isPlace, spell }), table };
    const single = ofOneSequence(kernel.body, program.lengths);
    const starts = [...namesIn(single)].flatMap((name) => {
      const buffer = places.get(name);
      return buffer ? [`  const ptrdiff_t ${spell(name)} = ${printStart(buffer, packed)}; // ${buffer.doc}`] : [];
    });
    const body = [...starts, ...printBody(single, '  ', language)];
    const code = body.map((line) => line.replace(/\/\/.*/, '')).join('\n');
    const used = Object.entries(parameters(real)).filter(([name]) => new RegExp(`\\b${name}\\b`).test(code));
    const name = `${prefix}_${nameOf(kernel.name)}`;
    calls.set(kernel.name, `${name}(${used.map(([argument]) => argument).join(', ')})`);
    const head = `static inline void ${name}(${used.map(([, declaration]) => declaration).join(', ')}) {`;
    return [...printDoc(kernel.doc), head, ...body, '}', ''].join('\n');
  });
  const code = functions.join('\n');
  return { code: [...cHelpers(code, program), code].join('\n'), call: (name) => calls.get(name)! };
}

/** Where a buffer begins that belongs to one sequence of T steps. */
export function printStart({ at: [fixed, perRow, perStep] }: Pick<Buffer, 'at'>, packed: number): string {
  return `${fixed - packed + perRow}${perStep === 0 ? '' : perStep === 1 ? ' + T' : ` + ${perStep} * T`}`;
}
