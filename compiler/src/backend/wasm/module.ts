/** A module from its functions, as bytes. */
import { sized, text, unsigned, vector } from './bytes.ts';
import { encode, type Func } from './instructions.ts';
import { numberLocals } from './locals.ts';

export interface WasmModule {
  readonly functions: readonly Func[];
  /** What the host calls: functions by name. */
  readonly exports: ReadonlyMap<string, string>;
}

const types = { i32: 0x7f, v128: 0x7b } as const;
const functionType = 0x60;
const [isFunction, isMemory] = [0, 2];
/** Pages of 64 KiB that the module asks for; the host grows them. */
export const firstPages = 1;
/** The name of the exported memory. */
export const memoryName = 'memory';

export function encodeModule({ functions, exports }: WasmModule): Uint8Array<ArrayBuffer> {
  const number = new Map(functions.map(({ name }, i) => [name, i]));
  const counts = [...new Set(functions.map(({ params }) => params.length))];
  const signatures = counts.map((count) => [functionType, ...vector(Array(count).fill([types.i32])), 0]);
  const exported = [...exports].map(([name, of]) => [...text(name), isFunction, ...unsigned(number.get(of)!)]);
  const section = (id: number, content: readonly number[]): number[] => [id].concat(sized(content));
  const bodies = functions.map((func) => sized(body(func, number)));
  return new Uint8Array(
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0].concat(
      section(1, vector(signatures)),
      section(3, vector(functions.map(({ params }) => unsigned(counts.indexOf(params.length))))),
      section(5, vector([[0, ...unsigned(firstPages)]])),
      section(7, vector([[...text(memoryName), isMemory, 0], ...exported])),
      section(10, vector(bodies)),
    ),
  );
}

/** Locals in runs of one type, then the code. */
function body(func: Func, functions: ReadonlyMap<string, number>): number[] {
  const locals = numberLocals(func);
  const bytes = vector(locals.runs.map(([count, type]) => [...unsigned(count), types[type]]));
  for (let place = 0; place < func.code.length; place++) {
    const instr = func.code[place]!;
    const number = instr[0] === 'call' ? functions.get(instr[1] as string) : locals.at(place);
    encode(instr, number, bytes);
  }
  bytes.push(0x0b);
  return bytes;
}
