/** What visits a kernel's rows, taken off the work of one row: threads visit rows by themselves. */
import { type Expr, lit, load, op, ref, type Stmt } from '../../ir/loop.ts';

/**
 * - `time`: one time step after the other, all sequences at once.
 * - `flat`: every time step of every sequence at once; `batch`: every sequence at once.
 * - `last`: for every sequence, its last time step; `onlyLast`: every time step of every sequence, of which the last counts.
 * - `none`: no rows, or loops over them within the work.
 */
export interface Frame {
  readonly kind: 'time' | 'flat' | 'batch' | 'last' | 'onlyLast' | 'none';
  readonly down: boolean;
  readonly body: readonly Stmt[];
  /** What all rows add to is written, and not added to what was there before the kernel. */
  readonly isFresh: boolean;
}

type Loop = Extract<Stmt, { kind: 'loop' }>;

/** `isCarried` says of a body whether one of its time steps reads what the one before has stored. */
export function frameOf(body: readonly Stmt[], isCarried: (body: readonly Stmt[]) => boolean): Frame {
  const work = inMemory(body);
  const [first, second] = work;
  const frame = (kind: Frame['kind'], rows: readonly Stmt[], down = false): Frame => ({
    kind,
    down,
    body: rows,
    isFresh: work !== body,
  });
  if (first?.kind !== 'loop') return frame('none', work);
  if (first.to === 'T') {
    const rows = withoutRows((first.body[0] as Loop).body);
    return frame(isCarried(rows) ? 'time' : 'flat', rows, first.down);
  }
  if (second?.kind === 'loop' && second.to === 'B') return frame('onlyLast', withoutRows(second.body));
  if (first.to !== 'B') return frame('none', work);
  const isLast = first.body[0]?.kind === 'index' && first.body[0].load !== undefined;
  return frame(isLast ? 'last' : 'batch', withoutRows(first.body));
}

/** Rows are indices of their own here. */
const withoutRows = (body: readonly Stmt[]): Stmt[] =>
  body.filter((stmt) => stmt.kind !== 'index' || (stmt.name !== 'r' && stmt.name !== 'p'));

/** A sum over rows that is kept in a variable becomes one that every row adds to in memory. */
function inMemory(body: readonly Stmt[]): readonly Stmt[] {
  const [first, last, rows] = [body[0], body.at(-1), body.slice(1, -1)];
  if (first?.kind !== 'var' || last?.kind !== 'store') return body;
  // A kernel of one row may begin with a variable and end with a store, too.
  const isSum = last.value.kind === 'ref' && last.value.name === first.name;
  if (!isSum || !rows.every((stmt) => stmt.kind === 'loop' && (stmt.to === 'T' || stmt.to === 'B'))) return body;
  const add = (stmt: Stmt): Stmt => {
    if (stmt.kind === 'loop' || stmt.kind === 'block') return { ...stmt, body: stmt.body.map(add) };
    if (stmt.kind !== 'set' || stmt.name !== first.name || stmt.value.kind !== 'op') return stmt;
    return { kind: 'store', index: last.index, value: op('add', load(last.index), stmt.value.args[1]!) };
  };
  return rows.map(add);
}

/**
 * A thread writes one place: a loop over rows that adds each row to the column of its class becomes, for every column, a
 * sum over the rows of that class.
 */
export function gathered(body: readonly Stmt[], classes: number): Stmt[] {
  return body.flatMap((stmt): Stmt[] => {
    if (stmt.kind === 'block') return [{ ...stmt, body: gathered(stmt.body, classes) }];
    if (stmt.kind !== 'loop') return [stmt];
    const place = stmt.name === 'r' ? stmt.body.find((inner) => inner.kind === 'index' && inner.load) : undefined;
    if (place?.kind !== 'index') return [{ ...stmt, body: gathered(stmt.body, classes) }];
    const isOfClass = op('step', op('sub', lit(0.5), op('abs', op('sub', load(place.load!), ref(place.name)))));
    return sumInside(stmt, stmt.body, (value) => op('mul', isOfClass, value)).map(
      (inner): Stmt => ({ kind: 'loop', name: place.name, to: classes, down: false, body: [inner] }),
    );
  });
}

/** The stores of a loop over rows, each with the loop inside and a sum in a variable. */
function sumInside(rows: Loop, body: readonly Stmt[], term: (value: Expr) => Expr): Stmt[] {
  return body.flatMap((stmt): Stmt[] => {
    if (stmt.kind === 'loop' || stmt.kind === 'block') return [{ ...stmt, body: sumInside(rows, stmt.body, term) }];
    if (stmt.kind !== 'store' || stmt.value.kind !== 'op') return [];
    const sum = `${rows.name}$sum`;
    const added = op('add', ref(sum), term(stmt.value.args[1]!));
    return [
      {
        kind: 'block',
        body: [
          { kind: 'var', name: sum, value: lit(0) },
          { ...rows, body: [{ kind: 'set', name: sum, value: added }] },
          { ...stmt, value: op('add', load(stmt.index), ref(sum)) },
        ],
      },
    ];
  });
}

/** Loops over rows become loops over time and sequences, whose variables address rows. */
export function nested(body: readonly Stmt[]): Stmt[] {
  return body.flatMap((stmt): Stmt[] => {
    if (stmt.kind === 'block') return [{ ...stmt, body: nested(stmt.body) }];
    if (stmt.kind === 'index' && stmt.name === 'p') return [];
    if (stmt.kind !== 'loop') return [stmt];
    const inner = nested(stmt.body);
    if (stmt.to === 'B') return [{ ...stmt, name: 'b', body: inner }];
    if (stmt.to !== 'TB') return [{ ...stmt, body: inner }];
    const sequences: Stmt = { kind: 'loop', name: 'b', to: 'B', down: false, body: inner };
    return [{ kind: 'loop', name: 't', to: 'T', down: false, body: [sequences] }];
  });
}
