/** Program slices: of the statements before a place, those that what is read there depends on. */
import { type Affine, type Expr, type Stmt, walk } from '../../ir/loop.ts';

/** The names that an expression reads, those in the indices of its loads included. */
export function namesIn(expr: Expr, found = new Set<string>()): Set<string> {
  if (expr.kind === 'ref') found.add(expr.name);
  if (expr.kind === 'load') termsIn(expr.index, found);
  if (expr.kind === 'op') for (const arg of expr.args) namesIn(arg, found);
  return found;
}

export function termsIn({ terms }: Affine, found = new Set<string>()): Set<string> {
  for (const [name] of terms) found.add(name);
  return found;
}

/** The statements that declare or change a needed name, in order; `needed` grows by what they read themselves. */
export function slice(body: readonly Stmt[], needed: Set<string>): Stmt[] {
  return [...body]
    .reverse()
    .flatMap((stmt) => keep(stmt, needed))
    .reverse();
}

function keep(stmt: Stmt, needed: Set<string>): Stmt[] {
  switch (stmt.kind) {
    case 'let':
    case 'var':
      if (!needed.delete(stmt.name)) return [];
      namesIn(stmt.value, needed);
      return [stmt];
    case 'set':
      if (!needed.has(stmt.name)) return [];
      namesIn(stmt.value, needed);
      return [stmt];
    case 'index':
      if (!needed.delete(stmt.name)) return [];
      termsIn(stmt.value, needed);
      if (stmt.load) termsIn(stmt.load, needed);
      return [stmt];
    case 'loop':
    case 'block': {
      // What the body declares is its own, and may be called like something outside.
      const own = new Set([...walk(stmt.body)].flatMap((inner) => (isDeclared(inner) ? [inner.name] : [])));
      const wanted = new Set([...needed].filter((name) => !own.has(name)));
      let inner: Stmt[];
      // A round of a loop reads what the round before has set.
      for (let size = -1; ; ) {
        const round = new Set(wanted);
        inner = slice(stmt.body, round);
        for (const name of round) if (!own.has(name)) wanted.add(name);
        if (wanted.size === size || stmt.kind === 'block') break;
        size = wanted.size;
      }
      if (inner.length === 0) return [];
      for (const name of wanted) needed.add(name);
      return [{ ...stmt, body: inner }];
    }
    case 'note':
    case 'store':
      return [];
  }
}

const isDeclared = (stmt: Stmt): stmt is Extract<Stmt, { kind: 'let' | 'var' | 'index' }> =>
  stmt.kind === 'let' || stmt.kind === 'var' || stmt.kind === 'index';

/** How many rounds the loops around a load have, by the names of their variables. */
export type Rounds = ReadonlyMap<string, number>;

/** The same statements with every load replaced. */
export function mapLoads(
  body: readonly Stmt[],
  image: (index: Affine, rounds: Rounds) => Expr,
  rounds: Rounds = new Map(),
): Stmt[] {
  const value = (expr: Expr): Expr => mapLoad(expr, (index) => image(index, rounds));
  return body.map((stmt): Stmt => {
    switch (stmt.kind) {
      case 'loop': {
        const inner = typeof stmt.to === 'number' ? new Map([...rounds, [stmt.name, stmt.to]]) : rounds;
        return { ...stmt, body: mapLoads(stmt.body, image, inner) };
      }
      case 'block':
        return { ...stmt, body: mapLoads(stmt.body, image, rounds) };
      case 'index':
        return stmt.load ? { kind: 'let', name: stmt.name, value: image(stmt.load, rounds) } : stmt;
      case 'note':
        return stmt;
      default:
        return { ...stmt, value: value(stmt.value) };
    }
  });
}

function mapLoad(expr: Expr, image: (index: Affine) => Expr): Expr {
  if (expr.kind === 'load') return image(expr.index);
  if (expr.kind === 'op') return { ...expr, args: expr.args.map((arg) => mapLoad(arg, image)) };
  return expr;
}

/** The loads of statements and a value. */
export function loadsOf(body: readonly Stmt[], value: Expr): Affine[] {
  const found: Affine[] = [];
  const note = (index: Affine): Expr => {
    found.push(index);
    return { kind: 'load', index };
  };
  mapLoads(body, note);
  mapLoad(value, note);
  return found;
}
