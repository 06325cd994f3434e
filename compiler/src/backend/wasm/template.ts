/** Lowerings of the op table's `wasm` column: nested instructions, `f32x4.pmin(f32x4.abs(x), 1)`. */
import { invariant } from '../../error.ts';
import { type Instr, instructionRow } from './instructions.ts';

export type Template =
  | { readonly kind: 'call'; readonly instr: Instr; readonly args: readonly Template[] }
  | { readonly kind: 'argument'; readonly name: string }
  /** A number of the type that the instruction around it takes: spread over all lanes where that is a vector. */
  | { readonly kind: 'number'; readonly value: number; readonly type: string };

const parsed = new Map<string, Template>();

export function parseTemplate(text: string): Template {
  const known = parsed.get(text);
  if (known) return known;
  const tokens = text.match(/[\w.-]+|[(),]/g) ?? [];
  let at = 0;
  const read = (type: string): Template => {
    const word = tokens[at++]!;
    if (/^-?[\d.]/.test(word)) return { kind: 'number', value: Number(word), type };
    if (tokens[at] !== '(') return { kind: 'argument', name: word };
    const { takes } = instructionRow(word);
    const args = Array.from(takes, (letter) => {
      at++;
      return read(letter);
    });
    invariant(tokens[at++] === ')', `'${text}' does not give ${word} its ${takes.length} arguments`);
    return { kind: 'call', instr: [word], args };
  };
  const tree = read('v');
  invariant(at === tokens.length, `'${text}' goes on behind its end`);
  parsed.set(text, tree);
  return tree;
}

const counted = new WeakMap<Template, ReadonlyMap<string, number>>();

/** How often each argument is read. */
export function countArguments(template: Template): ReadonlyMap<string, number> {
  const known = counted.get(template);
  if (known) return known;
  const counts = new Map<string, number>();
  const count = (part: Template): void => {
    if (part.kind === 'argument') counts.set(part.name, (counts.get(part.name) ?? 0) + 1);
    if (part.kind === 'call') part.args.forEach(count);
  };
  count(template);
  counted.set(template, counts);
  return counts;
}

/** Appends the template's instructions; `argument` gives those that put an argument on the stack. */
export function expandTemplate(
  template: Template,
  argument: (name: string) => readonly Instr[],
  code: Instr[] = [],
): Instr[] {
  if (template.kind === 'argument') for (const instr of argument(template.name)) code.push(instr);
  else if (template.kind === 'number') code.push(...constant(template.value, template.type));
  else {
    for (const arg of template.args) expandTemplate(arg, argument, code);
    code.push(template.instr);
  }
  return code;
}

/** A number on the stack. Engines keep a spread scalar in a register, but load a vector constant again in every round. */
export function constant(value: number, type: string): Instr[] {
  if (type === 'i') return [['i32.const', value]];
  const scalar: Instr = ['f32.const', Math.fround(value)];
  return type === 'f' ? [scalar] : [scalar, ['f32x4.splat']];
}
