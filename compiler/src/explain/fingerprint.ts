/** A hash of what kernels do: two ways of writing a cell that become the same code have the same fingerprint. */
import { fnv1a } from '../compile.ts';
import type { Affine, Expr, Kernel, Stmt } from '../ir/loop.ts';
import type { Lowered } from '../schedule/model.ts';

/**
 * Names and comments do not count, nor which values are named: a constant counts as the expression it stands for. The
 * order of loops that stand side by side does not count either: it is that of the parameters' first use.
 */
export function fingerprint({ program, memory }: Lowered): string {
  const places = new Map(memory.buffers.map((buffer) => [buffer.name, buffer.at.join()]));
  return fnv1a(program.kernels.map((kernel) => canonical(kernel, places)).join('\n'));
}

/** The kernel as text; buffers are called by their place. */
function canonical({ body }: Kernel, places: ReadonlyMap<string, string>): string {
  const code = body.filter((stmt) => stmt.kind !== 'note');
  const isSideBySide = code.every((stmt) => stmt.kind === 'loop' || stmt.kind === 'block');
  const parts = isSideBySide ? code.map((stmt) => [stmt]) : [code];
  return parts
    .map((part) => renamed(part, places))
    .sort()
    .join('\n');
}

/** Statements with variables called `#0`, `#1`, … in order, and constants by a hash of their expression. */
function renamed(body: readonly Stmt[], places: ReadonlyMap<string, string>): string {
  let count = 0;
  const block = (list: readonly Stmt[], outer: ReadonlyMap<string, string>): string => {
    const names = new Map(outer);
    const nameOf = (name: string): string => names.get(name) ?? name;
    const declare = (name: string): string => {
      names.set(name, `#${count++}`);
      return nameOf(name);
    };
    const index = ({ at, terms }: Affine): string =>
      [at, ...terms.map(([name, by]) => `${by}*${nameOf(name)}`)].join('+');
    const load = (at: Affine | undefined): string => (at ? `m[${index(at)}]` : '');
    const value = (e: Expr): string => {
      if (e.kind === 'op') return fnv1a(`${e.op}(${e.args.map(value).join()})`);
      if (e.kind === 'load') return `${load(e.index)}${e.stride === undefined ? '' : `:${e.stride}`}`;
      if (e.kind === 'mask') return `mask${e.live}(${value(e.value)})`;
      if (e.kind === 'fold') return `${e.op}(${value(e.value)})`;
      return e.kind === 'ref' ? nameOf(e.name) : String(e.value);
    };
    const text = (stmt: Stmt): string => {
      switch (stmt.kind) {
        case 'note':
          return '';
        case 'let':
          names.set(stmt.name, value(stmt.value));
          return '';
        case 'var': {
          const start = value(stmt.value);
          return `${declare(stmt.name)}=${start};`;
        }
        case 'set':
          return `${nameOf(stmt.name)}=${value(stmt.value)};`;
        case 'store':
          return `${load(stmt.index)}=${value(stmt.value)};`;
        case 'index': {
          const at = `${index(stmt.value)}+B*${nameOf(stmt.timesB ?? '0')}+${load(stmt.load)}${stmt.perB ? '/B' : stmt.odd ? '&1' : ''}`;
          return `${declare(stmt.name)}=${at};`;
        }
        case 'loop': {
          const bound = stmt.to;
          const to = typeof bound !== 'object' ? bound : 'load' in bound ? load(bound.load) : nameOf(bound.name);
          const name = `#${count++}`;
          const inside = (body: readonly Stmt[]): string => block(body, new Map([...names, [stmt.name, name]]));
          const from = stmt.from ? `${nameOf(stmt.from.name)}+${stmt.from.count ?? ''}` : '';
          const rest = stmt.rest ? `{${inside(stmt.rest)}}` : '';
          return `${name}${from}${stmt.down ? '>' : '<'}${to}${stmt.step ?? ''}{${inside(stmt.body)}}${rest}`;
        }
        case 'block':
          return `{${block(stmt.body, names)}}`;
      }
    };
    return list.map(text).join('');
  };
  return block(body, places);
}
