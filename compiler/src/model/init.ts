/** How a layer's parameters start: what the spec says, else what the cell says, else uniform like PyTorch's layers. */
import { fail, nearest } from '../error.ts';
import type { Cell, Initializer } from '../lang/ast.ts';
import type { SpecText } from './read.ts';
import { parameterNames } from './sizes.ts';
import type { InitializerSpec } from './spec.ts';
import { type Path, pathText } from './validate.ts';

type Init = (param: string, shape: readonly number[]) => Initializer;

/**
 * @param bound parameters that nobody mentions start uniform in ±bound
 * @param path where the layer's `init` stands in the spec; an exact name wins, then the pattern given last
 * @throws E_UNKNOWN_NAME for a key that matches no parameter; when asked, E_SHAPE for a distribution that needs a matrix
 */
export function layerInit(
  cell: Cell,
  given: Readonly<Record<string, InitializerSpec>>,
  bound: number,
  text: SpecText,
  path: Path,
): Init {
  const params = parameterNames(cell);
  const patterns = Object.keys(given).map((key) => ({ key, matches: glob(key) }));
  for (const { key, matches } of patterns) {
    if (params.some(matches)) continue;
    const near = nearest(key, params);
    const hint = near ? `did you mean '${near}'?` : `its parameters are ${params.join(', ')}`;
    fail(
      'E_UNKNOWN_NAME',
      `${pathText([...path, key])} matches no parameter of cell '${cell.name}'`,
      text.keyPlace([...path, key]),
      hint,
    );
  }
  const own = new Map(cell.inits.map(({ name, value }) => [name, value]));
  return (param, shape) => {
    const key = Object.hasOwn(given, param) ? param : patterns.findLast(({ matches }) => matches(param))?.key;
    if (key === undefined) return own.get(param) ?? { uniform: bound };
    const value = given[key]!;
    if (value === 'zeros') return 0;
    if (value === 'ones') return 1;
    if (typeof value === 'string' && shape.length !== 2) {
      fail(
        'E_SHAPE',
        `'${value}' needs a matrix, but '${param}' of cell '${cell.name}' is [${shape.join(', ')}]`,
        text.place([...path, key]),
        'give vectors a number, {"uniform": a} or {"normal": s}',
      );
    }
    return value;
  };
}

/** A name in which `*` stands for any characters. */
function glob(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return (name) => name === pattern;
  return (name) => {
    // The first part starts the name, the last ends it, and the others follow one another in between.
    const first = parts[0]!;
    const last = parts.at(-1)!;
    if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
    let rest = name.slice(first.length, name.length - last.length);
    for (const part of parts.slice(1, -1)) {
      const at = rest.indexOf(part);
      if (at < 0) return false;
      rest = rest.slice(at + part.length);
    }
    return true;
  };
}
