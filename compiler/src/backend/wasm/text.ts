/** A module in WebAssembly's text format, from the same instructions as its bytes: a line for each statement. */
import { type Func, type Instr, instructionRow, print } from './instructions.ts';
import { firstPages, memoryName, type WasmModule } from './module.ts';

/** Locals have names here, and share no number. */
export function printWat({ functions, exports }: WasmModule): string {
  const entries = [...exports].map(([name, of]) => `  (export "${name}" (func $${of}))`);
  return [
    '(module',
    `  (memory (export "${memoryName}") ${firstPages})`,
    ...functions.flatMap(printFunction),
    ...entries,
    ')',
    '',
  ].join('\n');
}

function printFunction({ name, doc, params, locals, code }: Func): string[] {
  const head = [`(func $${name}`, ...params.map((param) => `(param $${param} i32)`)].join(' ');
  const declared = [...locals].map(([local, type]) => `(local $${local} ${type})`);
  const lines: string[] = [];
  let depth = 2;
  for (const statement of statements(code)) {
    const op = statement[0]![0];
    if (op === 'end') depth--;
    lines.push(...wrapped(statement.map(print), depth));
    if (op === 'block' || op === 'loop') depth++;
  }
  return [...doc.map((line) => `  ;; ${line}`), `  ${head}`, ...wrapped(declared, 2), ...lines, '  )'];
}

/** The code cut where nothing is left on the stack; a call takes all there is. */
function statements(code: readonly Instr[]): Instr[][] {
  const cut: Instr[][] = [];
  let open: Instr[] = [];
  let height = 0;
  for (const instr of code) {
    open.push(instr);
    height = instr[0] === 'call' ? 0 : height + growth(instr[0]);
    if (height > 0) continue;
    cut.push(open);
    open = [];
  }
  return cut;
}

/** What an instruction leaves on the stack beyond what it takes; the table does not know the types of locals. */
function growth(op: string): number {
  if (op.startsWith('local.')) return op === 'local.get' ? 1 : op === 'local.set' ? -1 : 0;
  const { takes, gives } = instructionRow(op);
  return gives.length - takes.length;
}

/** Lines of at most so many characters. */
const width = 120;

function wrapped(words: readonly string[], depth: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines[lines.length - 1];
    if (line !== undefined && line.length + 2 + word.length <= width) lines[lines.length - 1] = `${line}  ${word}`;
    else lines.push(`${'  '.repeat(line === undefined ? depth : depth + 2)}${word}`);
  }
  return lines;
}
