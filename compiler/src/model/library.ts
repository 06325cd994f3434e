/** Finds the cell that a spec names: shipped, in a file, or written in the spec itself. */
import { fail, nearest, type Place, type Source } from '../error.ts';
import type { OpTable } from '../ir/ops.ts';
import { signatures } from '../ir/signatures.ts';
import type { Cell } from '../lang/ast.ts';
import { parseCell } from '../lang/cell.ts';
import { checkCell } from '../lang/check.ts';
import { parseLatex } from '../lang/latex.ts';
import { cells, losses, optimizers } from './library.generated.ts';

/** Where cells come from besides the shipped ones, and the functions they may call. */
export interface Library {
  /** The texts of cell files, by the path as the spec has it. */
  readonly files: ReadonlyMap<string, string>;
  readonly table: OpTable;
}

/** What a reference is for, and the shipped texts it can name. */
interface Shelf {
  readonly what: string;
  readonly texts: Readonly<Record<string, string>>;
}

export const shelves = {
  cell: { what: 'cell', texts: cells },
  loss: { what: 'loss', texts: losses },
  optimizer: { what: 'optimizer', texts: optimizers },
} as const satisfies Record<string, Shelf>;

/** A list of lines, or a text of several, is equations: no name and no path has a line break. */
export function isInline(reference: string | readonly string[]): boolean {
  return typeof reference !== 'string' || reference.includes('\n');
}

export function isPath(reference: string | readonly string[]): reference is string {
  return typeof reference === 'string' && !isInline(reference) && /\.(cell|tex)$/.test(reference);
}

/**
 * @param where what messages about inline equations call them
 * @throws E_UNKNOWN_CELL, or what the parser has to say about the text
 */
export function findCell(
  shelf: Shelf,
  reference: string | readonly string[],
  { files, table }: Library,
  where: string,
  place?: Place,
): Cell {
  const name = typeof reference === 'string' ? reference : reference.join('\n');
  const parse = (source: Source): Cell => readCell(source, table);
  if (isInline(reference)) return parse({ name: where, text: name });
  const shipped = Object.keys(shelf.texts);
  if (isPath(reference)) {
    const text = files.get(name);
    return text === undefined
      ? fail('E_UNKNOWN_CELL', `there is no file '${name}'`, place, list(shelf.what, shipped))
      : parse({ name, text });
  }
  if (Object.hasOwn(shelf.texts, name)) return parse({ name, text: shelf.texts[name]! });
  const near = nearest(name, shipped);
  const hint = near ? `did you mean '${near}'? ` : '';
  return fail('E_UNKNOWN_CELL', `there is no ${shelf.what} '${name}'`, place, `${hint}${list(shelf.what, shipped)}`);
}

/** Reads a cell as equations or as LaTeX, and checks that it means something. */
export function readCell(source: Source, table: OpTable): Cell {
  return checkCell(source.name.endsWith('.tex') ? parseLatex(source) : parseCell(source), signatures(table));
}

const list = (what: string, shipped: readonly string[]): string =>
  `shipped: ${shipped.join(', ')}; ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what} of your own is a path that ends in .cell or .tex`;
