/** What PyTorch prints of a module: the tree of its parts with their arguments, which a state_dict does not hold. */

export interface Module {
  /** `encoder.rnn`; empty for a module that stands alone. */
  readonly path: string;
  readonly type: string;
  /** By name; those without one by their place: `0`, `1`. */
  readonly args: ReadonlyMap<string, string>;
  readonly isLeaf: boolean;
}

/** The modules in the order in which they are printed. Undefined where the text is no such thing. */
export function parseRepr(text: string): Module[] | undefined {
  const modules: Module[] = [];
  /** Paths of the modules that are open, by depth. */
  const open: string[] = [];
  /** Paths that stand for several: `layers.0-3`. */
  const repeated: string[] = [];
  for (const line of text.slice(0, 200_000).split('\n')) {
    const match = /^(\s*)(?:\(([\w-]+)\): )?(\d+ x )?(\w+)\((.*)$/.exec(line);
    if (!match) {
      if (!/^\s*\)?\s*$/.test(line)) return undefined;
      continue;
    }
    const [, indent = '', name, times, type = '', rest = ''] = match;
    const depth = indent.length / 2;
    if (depth > 0 && (name === undefined || open[depth - 1] === undefined)) return undefined;
    const parent = depth > 0 ? open[depth - 1]! : '';
    const path = depth === 0 ? '' : parent === '' ? name! : `${parent}.${name}`;
    open.length = depth;
    open.push(path);
    if (times !== undefined) repeated.push(path);
    modules.push({ path, type, args: parseArgs(rest.replace(/\)\s*$/, '')), isLeaf: rest.trim() !== '' });
  }
  // From the innermost on, each is written out.
  const all = repeated.reverse().reduce<Module[] | undefined>((list, path) => list && unfolded(list, path), modules);
  return all?.length ? all : undefined;
}

/** More than this are no layers. */
const mostRepeated = 64;
const mostModules = 20_000;

/** The modules with those under one path, `layers.0-3`, once for each number. */
function unfolded(modules: readonly Module[], path: string): Module[] | undefined {
  const [, stem = '', from, to] = /^(.*?)(\d+)-(\d+)$/.exec(path) ?? [];
  const count = Number(to) - Number(from) + 1;
  if (!(count >= 1 && count <= mostRepeated)) return undefined;
  const isInside = (module: Module): boolean => module.path === path || module.path.startsWith(`${path}.`);
  const first = modules.findIndex(isInside);
  const inside = modules.filter(isInside);
  if (modules.length + inside.length * (count - 1) > mostModules) return undefined;
  const copies = Array.from({ length: count }, (_, i) =>
    inside.map((module) => ({ ...module, path: `${stem}${Number(from) + i}${module.path.slice(path.length)}` })),
  );
  return [...modules.slice(0, first), ...copies.flat(), ...modules.slice(first + inside.length)];
}

/** `3, 8, batch_first=True` */
function parseArgs(text: string): Map<string, string> {
  const parts = text.split(/,\s*(?![^()]*\))/).filter((part) => part !== '');
  return new Map(
    parts.map((part, i) => {
      const match = /^(\w+)=(.*)$/.exec(part);
      return match ? [match[1]!, match[2]!.replace(/^'(.*)'$/, '$1')] : [String(i), part];
    }),
  );
}
