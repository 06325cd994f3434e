/**
 * Sequences that go through all their time steps by themselves, where threads share the work of each: some at once, which
 * share the weights that are loaded, as long as the shortest of them runs; then, or before that, each alone.
 */
import { type Affine, accesses, affine, type Stmt } from '../ir/loop.ts';
import { type Buffer, ownRow } from './memory.ts';

type Index = Extract<Stmt, { kind: 'index' }>;

/** What comes before and after a sequence's time steps, and before all those at hand. */
export interface Ends {
  readonly start: readonly Stmt[];
  readonly before: readonly Stmt[];
  readonly after: readonly Stmt[];
}

/** The place of a value before and after a time step, where two take turns: that of an even step, and of an odd one. */
export function turns(down: boolean): Readonly<Record<'before' | 'after', string>> {
  return down ? { before: 'v', after: 'u' } : { before: 'u', after: 'v' };
}

/** The loop over sequences; `one` and `several` are the work of a time step. `last`: each sequence's last row. */
export function visitAlone(
  last: Buffer,
  one: readonly Stmt[],
  several: { readonly count: number; readonly body: readonly Stmt[] } | undefined,
  ends: Ends,
  down: boolean,
): Stmt {
  // At the first time step, and behind the last.
  const first = [index('r', affine(0, ['b', 1])), index('u', affine(0))];
  const behind = [
    index('p', affine(0, ['b', 1]), { timesB: 'steps' }),
    index('v', affine(0, ['steps', 1]), { odd: true }),
  ];
  const before = scope(needed(ends.before, down ? behind : first));
  const after = scope(needed(ends.after, down ? first : behind));
  const through = (to: string, body: readonly Stmt[], from?: string): Stmt => ({
    kind: 'loop',
    name: 't',
    to: { name: to },
    down,
    carries: true,
    body: needed(body, [
      index('r', affine(0, ['b', 1]), { timesB: 't' }),
      index('p', affine(0, ['r', 1]), { timesB: '1' }),
      index('u', affine(0, ['t', 1]), { odd: true }),
      index('v', affine(1, ['t', 1]), { odd: true }),
    ]),
    ...(from !== undefined && { from: { name: from } }),
  });
  /** Time steps of the sequence that comes so many behind a name's. */
  const length = (name: string, of: string, behind = 0): Index =>
    index(name, affine(-behind, [of, -1], ['B', 1]), {
      load: affine(behind, [last.name, 1], [of, 1]),
      perB: true,
    });
  if (!several) {
    const body = [...ends.start, length('steps', 'b'), ...before, through('steps', one), ...after];
    return { kind: 'loop', name: 'b', to: 'B', down: false, body };
  }
  const { count } = several;
  const shortest = length('shortest', 'q', count - 1);
  const each = (body: readonly Stmt[]): Stmt => ({
    kind: 'loop',
    name: ownRow,
    to: count,
    down: false,
    carries: true,
    body: [index('b', affine(0, ['q', 1], [ownRow, 1])), length('steps', 'b'), ...body],
  });
  const start = [index(ownRow, affine(0)), index('b', affine(0, ['q', 1]))];
  const [together] = scope([...start, shortest, through('shortest', several.body)]);
  const apart = [shortest, through('steps', one, 'shortest')];
  const body = down
    ? [...ends.start, each([...before, ...apart]), together!, each(after)]
    : [...ends.start, each(before), together!, each([...apart, ...after])];
  const rest = [...ends.start, ...start, length('steps', 'b'), ...before, through('steps', one), ...after];
  return { kind: 'loop', name: 'q', to: 'B', down: false, step: count, body, rest };
}

function index(name: string, value: Affine, more: Partial<Index> = {}): Index {
  return { kind: 'index', name, value, ...more };
}

const scope = (body: readonly Stmt[]): Stmt[] => (body.length > 0 ? [{ kind: 'block', body }] : []);

/** A body behind those of the integers that it counts with; `p` is counted from `r`. */
function needed(body: readonly Stmt[], indices: readonly Index[]): Stmt[] {
  const names = new Set(accesses(body).flatMap(({ terms }) => terms.map(([name]) => name)));
  if (names.has('p')) names.add('r');
  return [...indices.filter(({ name }) => names.has(name)), ...body];
}
