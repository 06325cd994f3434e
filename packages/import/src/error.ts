/** The two ways an import ends early: the file is broken, or a model spec cannot say what it holds. */
import { CellcError } from '@cellc/compiler';

/** The file is not what it claims to be. */
export function broken(file: string, why: string, hint?: string): never {
  throw new CellcError('E_FILE', `${file}: ${why}`, { hint });
}

/** The network has something that a model spec cannot say; the message names it. */
export function refuse(what: string, hint?: string): never {
  throw new CellcError('E_IMPORT', what, { hint });
}

/** A refusal because axes were taken for what they are not: another reading of them may do. */
export class Misread extends CellcError {
  constructor(what: string) {
    super('E_IMPORT', what, {});
  }
}

/** `[2, 7, 3]`; of a long one, which no shape is, its beginning. */
export function show(shape: readonly (number | string)[]): string {
  return `[${shape.slice(0, 16).join(', ')}${shape.length > 16 ? ', …' : ''}]`;
}

/** A name from a file, as messages show it: short, and without control characters. */
export function quoted(name: string): string {
  const short = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  return `'${short.replace(/[^ -~]/g, '?')}'`;
}
