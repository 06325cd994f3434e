/** Names that are declared once: gpu.js does not keep a name of a loop apart from the same name around it in every mode. */
import { type Affine, type Expr, mapParts, type Stmt } from '../../ir/loop.ts';

export interface Code {
  readonly work: readonly Stmt[];
  readonly value: Expr;
  readonly loops: readonly { readonly name: string; readonly n: number }[];
}

/** The same code, in which no statement declares a name of the threads' loops or of another statement. */
export function renamed({ work, value, loops }: Code): Code {
  const used = new Set(loops.map(({ name }) => name));
  const declare = (name: string, scope: Map<string, string>): string => {
    let own = name;
    for (let n = 2; used.has(own); n++) own = `${name}$${n}`;
    used.add(own);
    scope.set(name, own);
    return own;
  };
  const visit = (body: readonly Stmt[], scope: Map<string, string>): Stmt[] =>
    body.map((stmt): Stmt => {
      switch (stmt.kind) {
        case 'note':
        case 'index':
          return stmt;
        case 'block':
          return { ...stmt, body: visit(stmt.body, new Map(scope)) };
        case 'loop': {
          const inner = new Map(scope);
          // Loops over rows are named in every address.
          const name = typeof stmt.to === 'number' ? declare(stmt.name, inner) : stmt.name;
          return { ...stmt, name, body: visit(stmt.body, inner) };
        }
        case 'store':
        case 'set':
          return {
            ...stmt,
            value: inScope(stmt.value, scope),
            ...('name' in stmt && { name: nameIn(scope, stmt.name) }),
          };
        default: {
          const own = inScope(stmt.value, scope);
          return { ...stmt, value: own, name: declare(stmt.name, scope) };
        }
      }
    });
  const scope = new Map<string, string>();
  const body = visit(work, scope);
  return { work: body, value: inScope(value, scope), loops };
}

const nameIn = (scope: ReadonlyMap<string, string>, name: string): string => scope.get(name) ?? name;

function inScope(expr: Expr, scope: ReadonlyMap<string, string>): Expr {
  if (expr.kind === 'ref') return { ...expr, name: nameIn(scope, expr.name) };
  if (expr.kind === 'load') return { ...expr, index: indexIn(expr.index, scope) };
  return mapParts(expr, (part) => inScope(part, scope));
}

function indexIn({ at, terms }: Affine, scope: ReadonlyMap<string, string>): Affine {
  return { at, terms: terms.map(([name, by]) => [nameIn(scope, name), by] as const) };
}
