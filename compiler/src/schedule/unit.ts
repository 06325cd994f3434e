/**
 * One direction of one layer, from its graph to kernels: `step` for streaming; `forward` over sequences, split into what
 * is hoisted, looped and deferred; and `backward`, the same three for the step's gradient, run in reverse.
 */
import { affine, type Bound, type Kernel, type Stmt } from '../ir/loop.ts';
import type { Scope } from '../ir/build.ts';
import { isLeaf, type Node } from '../ir/node.ts';
import { rootsOf, type Step } from '../ir/step.ts';
import type { GradientStep } from '../passes/gradient.ts';
import { type Phases, phases, type Scan } from '../passes/phases.ts';
import { saved } from '../passes/save.ts';
import { type Address, elementAt, indexOf, rowMajor } from './address.ts';
import type { Layout } from './layout.ts';
import { type Buffer, type Memory, type RowNames, rowOf } from './memory.ts';
import { lowerOuterSum, lowerSum } from './sums.ts';
import { clear, lowerTask, type Root } from './task.ts';

/** A layer in one direction, with the buffers it shares with its neighbours. */
export interface Unit {
  /** Begins every name the unit makes. */
  readonly name: string;
  /** What it computes, for comments. */
  readonly doc: string;
  readonly scope: Scope;
  readonly lowers: (op: string) => boolean;
  readonly step: Step;
  readonly gradient: GradientStep | undefined;
  readonly layout: Layout;
  readonly memory: Memory;
  /** The order in which the unit reads time. */
  readonly direction: 'forward' | 'backward';
  /** Whether rows are all time steps, or one for each sequence (after the last step has been selected). */
  readonly rows: 'steps' | 'batch';
  readonly input: Buffer;
  readonly output: Buffer;
  /** Where this direction's features begin in a row of the output. */
  readonly offset: number;
  readonly active: Buffer;
  readonly stream: { readonly input: Buffer; readonly output: Buffer } | undefined;
  readonly training: { readonly input: Buffer; readonly output: Buffer; readonly gradients: number; readonly addsInput: boolean } | undefined;
}

/** A state's buffers, by name. */
export interface StateBuffers {
  readonly name: string;
  readonly shape: readonly number[];
  readonly direction: 'forward' | 'backward';
  readonly step: Buffer | undefined;
  readonly run: Buffer;
  readonly cotangent: Buffer | undefined;
}

export interface UnitCode {
  readonly states: readonly StateBuffers[];
  readonly step: readonly Kernel[];
  readonly forward: readonly Kernel[];
  readonly backward: readonly Kernel[];
  /** What computes the input's cotangent and nothing else: training skips it in the first layer. */
  readonly inputGradient: readonly Kernel[];
  readonly plan: { readonly forward: Phases; readonly backward: Phases | undefined; readonly saved: readonly Node[] };
}

type Place = (node: Node, rows: RowNames) => Address | undefined;

export function lowerUnit(unit: Unit, shapes: ReadonlyMap<string, readonly number[]>): UnitCode {
  const { step, gradient, memory, name } = unit;
  const states = [...new Set(step.states.map((state) => state.name))].map((state): StateBuffers => {
    const shape = shapes.get(state)!;
    const size = shape.reduce((a, b) => a * b, 1);
    return {
      name: state,
      shape,
      direction: unit.direction,
      step: unit.stream && memory.alloc(`${name}$${state}$stream`, size, 'one', `streaming state ${state}`),
      run: memory.alloc(`${name}$${state}`, size, gradient ? 'slots' : 'batch', `state ${state}`),
      cotangent: gradient && memory.alloc(`${name}$d_${state}`, size, 'batch', `cotangent of state ${state}`),
    };
  });
  const stateOf = new Map(states.map((state) => [state.name, state]));

  const forwardRoots = rootsOf(step);
  const keeps = gradient
    ? saved(unit.scope.table, forwardRoots, gradient.roots, (node) => isLeaf(node) || forwardRoots.includes(node))
    : [];

  const params = (node: Node): Address | undefined => {
    const place = unit.layout.places.get(node);
    return place && { base: affine(place.at), dims: place.dims };
  };
  /** Elements from `from` on of a row, along the first axis. */
  const part = (buffer: Buffer, rows: RowNames, from: number, node: Node, slot?: 'before' | 'after', whole = node.shape): Address => {
    const address = rowMajor(rowOf(buffer, rows, slot), whole);
    return from === 0 ? address : { ...address, base: elementAt(address, [from, ...node.shape.slice(1).map(() => 0)].map((n) => indexOf(affine(n)))) };
  };

  const code = { step: streaming(), ...sequences() };
  return { states, ...code };

  function streaming(): Kernel[] {
    if (!unit.stream) return [];
    const { input, output } = unit.stream;
    const rows: RowNames = {};
    const address = (node: Node): Address | undefined => {
      const block = step.inputs.find((b) => b.node === node);
      if (block) return part(input, rows, block.from[0]!, node);
      const state = step.states.find((s) => s.prev === node);
      return state ? part(stateOf.get(state.name)!.step!, rows, state.from, node) : params(node);
    };
    const roots: Root[] = [
      ...step.outputs.map(({ from, node }): Root => ({ node, to: part(output, rows, unit.offset + from, node) })),
      ...step.states.map((s): Root => ({ node: s.next, to: part(stateOf.get(s.name)!.step!, rows, s.from, s.next), replaces: s.prev })),
    ];
    const body = lowerTask({ scope: unit.scope, lowers: unit.lowers, names: step.names, roots, address, scratch: scratchFor('step') });
    return [kernel(`${name}_step`, `One time step of ${unit.doc}.`, false, body)];
  }

  function sequences(): Omit<UnitCode, 'states' | 'step'> {
    const tape = new Map<Node, Buffer>();
    const keep = (node: Node, prefix: string): void => {
      if (!tape.has(node)) tape.set(node, memory.alloc(`${name}$${prefix}${tape.size}`, node.shape.reduce((a, b) => a * b, 1), unit.rows, `tape of ${step.names.get(node) ?? node.op}`));
    };
    // Forward values that memory holds: leaves, then what has been computed, where it was stored.
    const outputAt = (node: Node, rows: RowNames): Address | undefined => {
      const out = step.outputs.find((o) => o.node === node);
      return out && part(unit.output, rows, unit.offset + out.from, node, undefined, node.shape);
    };
    const nextAt = (node: Node, rows: RowNames): Address | undefined => {
      const state = gradient && step.states.find((s) => s.next === node);
      return state ? part(stateOf.get(state.name)!.run, rows, state.from, node, 'after') : undefined;
    };
    const leafAt: Place = (node, rows) => {
      const block = step.inputs.find((b) => b.node === node);
      if (block) return part(unit.input, rows, block.from[0]!, node);
      const state = step.states.find((s) => s.prev === node);
      return state ? part(stateOf.get(state.name)!.run, rows, state.from, node) : params(node);
    };
    const tapeAt: Place = (node, rows) => (tape.has(node) ? part(tape.get(node)!, rows, 0, node) : undefined);

    // Forward.
    const carried = step.states.map(({ prev, next }) => ({ prev, next }));
    const forwardScan: Scan = { carried, outputs: [...new Set([...step.outputs.map((o) => o.node), ...keeps])], sums: [] };
    const forward = phases(unit.scope.table, forwardScan, isLeaf);
    for (const node of [...forward.before, ...forward.within, ...forward.after]) {
      const isOutput = step.outputs.some((o) => o.node === node);
      const isState = gradient && carried.some((c) => c.next === node);
      if (!isOutput && !isState) keep(node, 'tape');
    }
    const kept = (nodes: readonly Node[]): Root[] => nodes.flatMap((node) => storesOf(node, rowNames));
    const rowNames = rowNamesOf('loop');
    function storesOf(node: Node, rows: RowNames): Root[] {
      const outputs = step.outputs.filter((o) => o.node === node).map((o): Root => ({ node, to: part(unit.output, rows, unit.offset + o.from, node) }));
      const own = tapeAt(node, rows);
      return own ? [...outputs, { node, to: own }] : outputs;
    }
    const stateRoots = step.states.map((s): Root => ({
      node: s.next,
      to: part(stateOf.get(s.name)!.run, rowNames, s.from, s.next, 'after'),
      ...(!gradient && { replaces: s.prev }),
    }));
    const before = new Set(forward.before);
    const loopPlace: Place = (node, rows) => leafAt(node, rows) ?? (before.has(node) ? (tapeAt(node, rows) ?? outputAt(node, rows)) : undefined);
    const within = new Set([...forward.within, ...carried.map((c) => c.next)]);
    const afterPlace: Place = (node, rows) => loopPlace(node, rows) ?? (within.has(node) ? (tapeAt(node, rows) ?? nextAt(node, rows) ?? outputAt(node, rows)) : undefined);
    const forwardKernels = [
      flat('before', `what ${unit.doc} computes from its input alone, for every time step at once`, forward.before.flatMap((node) => storesOf(node, rowNamesOf('flat'))), leafAt),
      loop('forward', `${unit.doc}, step by step`, [...kept(forward.within), ...(carried.length > 0 ? stateRoots : [])], loopPlace, unit.direction === 'backward'),
      flat('after', `what ${unit.doc} computes from its states, for every time step at once`, forward.after.flatMap((node) => storesOf(node, rowNamesOf('flat'))), afterPlace),
    ].flat();
    if (!gradient || !unit.training) return { forward: forwardKernels, backward: [], inputGradient: [], plan: { forward, backward: undefined, saved: keeps } };

    // Backward: the step's gradient is a scan too, whose carried values are the states' cotangents.
    const training = unit.training;
    const isHeld = new Set([...forward.before, ...forward.within, ...forward.after, ...carried.map((c) => c.next)]);
    const heldAt: Place = (node, rows) => (isHeld.has(node) ? (tapeAt(node, rows) ?? nextAt(node, rows) ?? outputAt(node, rows)) : leafAt(node, rows));
    const gradLeafAt: Place = (node, rows) => {
      const out = gradient.outputs.find((o) => o.cotangent === node);
      if (out) return part(training.output, rows, unit.offset + out.from, node);
      const state = gradient.states.find((s) => s.cotangent === node);
      return state ? part(stateOf.get(state.name)!.cotangent!, rows, state.from, node) : heldAt(node, rows);
    };
    const available = (node: Node): boolean => isHeld.has(node) || isLeaf(node);
    const inputRoots = gradient.inputs.filter((i) => i.flow);
    const scan: Scan = {
      carried: gradient.states.map((s) => ({ prev: s.cotangent, next: s.flow })),
      outputs: [...new Set(inputRoots.map((i) => i.flow!))],
      sums: [...new Set(gradient.sums.map((s) => s.term))],
    };
    const backward = phases(unit.scope.table, scan, available);
    for (const node of [...backward.before, ...backward.within, ...backward.after]) {
      const isInput = inputRoots.some((i) => i.flow === node);
      // An input's cotangent that is added to another's cannot be read back.
      if (!isInput || training.addsInput || backward.sumsAfter.some((sum) => sum === node || sum.args.includes(node))) keep(node, 'd');
    }
    const gradStores = (node: Node, rows: RowNames): Root[] => {
      const inputs = inputRoots.filter((i) => i.flow === node).map((i): Root => ({ node, to: part(training.input, rows, i.from, node), add: training.addsInput }));
      const own = isHeld.has(node) ? undefined : tapeAt(node, rows);
      return own ? [...inputs, { node, to: own }] : inputs;
    };
    const inputFlow = (node: Node, rows: RowNames): Address | undefined => {
      const root = training.addsInput ? undefined : inputRoots.find((i) => i.flow === node);
      return root && part(training.input, rows, root.from, node);
    };
    const gradBefore = new Set(backward.before);
    const gradLoopPlace: Place = (node, rows) => gradLeafAt(node, rows) ?? (gradBefore.has(node) ? (tapeAt(node, rows) ?? inputFlow(node, rows)) : undefined);
    const gradKept = new Set([...backward.within, ...backward.after]);
    const gradAfterPlace: Place = (node, rows) => gradLoopPlace(node, rows) ?? (gradKept.has(node) ? (tapeAt(node, rows) ?? inputFlow(node, rows)) : undefined);
    const beforeAfter: Place = (node, rows) => gradLoopPlace(node, rows) ?? (backward.within.includes(node) ? (tapeAt(node, rows) ?? inputFlow(node, rows)) : undefined);

    const gradOf = (leaf: Node): Address => {
      const place = unit.layout.places.get(leaf)!;
      return { base: affine(place.at + training.gradients), dims: place.dims };
    };
    const loopSums = gradient.sums.filter((s) => backward.sumsWithin.includes(s.term)).map((s): Root => ({ node: s.term, to: gradOf(s.leaf), add: true }));
    const carriedRoots = gradient.states.map((s): Root => ({ node: s.flow, to: part(stateOf.get(s.name)!.cotangent!, rowNames, s.from, s.flow), replaces: s.cotangent }));
    const flatRows = rowNamesOf('flat');
    const sums = gradient.sums
      .filter((s) => backward.sumsAfter.includes(s.term))
      .flatMap((s, i): Stmt[] => {
        const at = (node: Node): Address => gradAfterPlace(node, flatRows)!;
        const [left, right] = s.term.args;
        return [
          { kind: 'note', text: `d ${String(s.leaf.attr)}` },
          ...(unit.scope.table[s.term.op]!.kind === 'outer' && !gradAfterPlace(s.term, flatRows)
            ? lowerOuterSum(`$s${i}`, gradOf(s.leaf), left!, at(left!), right!, at(right!), flatBound())
            : lowerSum(`$s${i}`, gradOf(s.leaf), s.term, at(s.term), flatBound())),
        ];
      });
    const missing = gradient.inputs.filter((i) => !i.flow && !training.addsInput);
    const inputKernel = flat('backward_after', `the cotangent of the input of ${unit.doc}, for every time step at once`, backward.after.flatMap((node) => gradStores(node, flatRows)), beforeAfter);
    const isInputOnly = backward.after.every((node) => inputRoots.some((i) => i.flow === node) && !backward.sumsAfter.includes(node));
    const backwardKernels = [
      flat('backward_before', `what the gradient of ${unit.doc} needs of its output's cotangent`, backward.before.flatMap((node) => gradStores(node, flatRows)), gradLeafAt),
      loop('backward', `backpropagation through time of ${unit.doc}`, [...backward.within.flatMap((node) => gradStores(node, rowNames)), ...loopSums, ...carriedRoots], gradLoopPlace, unit.direction === 'forward'),
      isInputOnly ? [] : inputKernel,
      sums.length > 0 ? [kernel(`${name}_gradients`, `Weight gradients of ${unit.doc}, summed over all time steps at once.`, true, rowIndices(sums))] : [],
      missing.length > 0
        ? [kernel(`${name}_no_input`, `Nothing flows back to these elements of the input of ${unit.doc}.`, true, flatLoop(missing.flatMap((i) => clear(i.leaf.shape, part(training.input, flatRows, i.from, i.leaf)))))]
        : [],
    ].flat();
    return { forward: forwardKernels, backward: backwardKernels, inputGradient: isInputOnly ? inputKernel : [], plan: { forward, backward, saved: keeps } };
  }

  /** How loops call the rows of buffers. `p` and `q` are the slots before and after the step. */
  function rowNamesOf(kind: 'loop' | 'flat'): RowNames {
    const [before, after] = unit.direction === 'forward' ? ['r', 'p'] : ['p', 'r'];
    const batch = kind === 'loop' ? 'b' : 'r';
    return unit.rows === 'batch' ? { batch: 'r', steps: 'r', before: 'r', after: 'r' } : { batch, steps: 'r', before, after };
  }

  function flatBound(): Bound {
    return unit.rows === 'batch' ? 'B' : 'TB';
  }

  /** `p`, the row one time step later, where a body uses it. */
  function rowIndices(body: readonly Stmt[]): Stmt[] {
    return body.map((stmt) => (stmt.kind === 'loop' || stmt.kind === 'block' ? { ...stmt, body: rowIndices(stmt.body) } : stmt)).map((stmt) =>
      stmt.kind === 'loop' && stmt.name === 'r' ? { ...stmt, body: [...laterRow(stmt.body), ...stmt.body] } : stmt,
    );
  }

  function laterRow(body: readonly Stmt[]): Stmt[] {
    return JSON.stringify(body).includes('"p"') ? [{ kind: 'index', name: 'p', value: affine(0, ['r', 1]), timesB: '1' }] : [];
  }

  function flatLoop(body: Stmt[]): Stmt[] {
    return [{ kind: 'loop', name: 'r', to: flatBound(), down: false, body: [...laterRow(body), ...body] }];
  }

  function flat(suffix: string, doc: string, roots: readonly Root[], place: Place): Kernel[] {
    if (roots.length === 0) return [];
    const rows = rowNamesOf('flat');
    const body = lowerTask({ scope: unit.scope, lowers: unit.lowers, names: step.names, roots, address: (node) => place(node, rows), scratch: scratchFor(suffix) });
    return [kernel(`${name}_${suffix}`, sentence(doc), true, flatLoop(body))];
  }

  function loop(suffix: string, doc: string, roots: readonly Root[], place: Place, down: boolean): Kernel[] {
    if (roots.length === 0) return [];
    const rows = rowNamesOf('loop');
    const body = lowerTask({ scope: unit.scope, lowers: unit.lowers, names: step.names, roots, address: (node) => place(node, rows), scratch: scratchFor(suffix) });
    const row: Stmt = { kind: 'index', name: 'r', value: affine(0, ['b', 1]), timesB: 't' };
    const count: Bound = { load: affine(0, [unit.active.name, 1], ['t', 1]) };
    const inner: Stmt = { kind: 'loop', name: 'b', to: count, down: false, body: [row, ...laterRow(body), ...body] };
    return [kernel(`${name}_${suffix}`, sentence(doc), true, [{ kind: 'loop', name: 't', to: 'T', down, body: [inner] }])];
  }

  function scratchFor(kernelName: string): (node: Node) => Address {
    const known = new Map<Node, Address>();
    return (node) => {
      let address = known.get(node);
      if (!address) {
        const size = node.shape.reduce((a, b) => a * b, 1);
        const buffer = memory.alloc(`${name}$${kernelName}$${known.size}`, size, 'one', `scratch of ${name}_${kernelName}`);
        known.set(node, (address = rowMajor(rowOf(buffer, {}), node.shape)));
      }
      return address;
    };
  }

  function kernel(kernelName: string, doc: string, sized: boolean, body: readonly Stmt[]): Kernel {
    return { name: kernelName, doc, sized, body };
  }
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
