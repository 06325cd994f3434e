/** The passes over a step's graph, in order. Each is a pure function; `explain` shows what each makes of a cell. */
import type { Scope } from '../ir/build.ts';
import { mapStep, rootsOf, type Step } from '../ir/step.ts';
import { type Form, verify } from '../ir/verify.ts';
import { associate } from './associate.ts';
import { splitIntoBlocks } from './blocks.ts';
import { simplify } from './simplify.ts';

export interface Pass {
  readonly name: string;
  readonly doc: string;
  /** What may appear after it. */
  readonly leaves: Form;
  run(scope: Scope, step: Step): Step;
}

export const passes: readonly Pass[] = [
  { name: 'simplify', doc: 'algebra and constant folding', leaves: 'language', run: simplified },
  {
    name: 'blocks',
    doc: 'slices, concatenations and transposes leave the graph; leaves are cut into blocks',
    leaves: 'normal',
    run: splitIntoBlocks,
  },
  {
    name: 'associate',
    doc: 'terms of a sum that do not depend on the state come first',
    leaves: 'normal',
    run: associated,
  },
  { name: 'simplify', doc: 'once more, after the others', leaves: 'normal', run: simplified },
];

export function runPasses(scope: Scope, step: Step, trace?: (pass: Pass, after: Step) => void): Step {
  verify(scope.table, rootsOf(step), 'language', 'reading the cell');
  return passes.reduce((before, pass) => {
    const after = pass.run(scope, before);
    verify(scope.table, rootsOf(after), pass.leaves, pass.name);
    trace?.(pass, after);
    return after;
  }, step);
}

function simplified(scope: Scope, step: Step): Step {
  return mapStep(scope.graph, step, (node) => simplify(scope, node));
}

function associated(scope: Scope, step: Step): Step {
  const image = associate(
    scope,
    [...rootsOf(step), ...step.names.keys()],
    new Set(step.states.map((state) => state.prev)),
  );
  return {
    ...step,
    states: step.states.map((state) => ({ ...state, next: image(state.next) })),
    outputs: step.outputs.map((output) => ({ ...output, node: image(output.node) })),
    names: new Map([...step.names].map(([node, name]) => [image(node), name])),
  };
}
