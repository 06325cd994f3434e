/** cellc: compiles the equations of a recurrent cell to specialised kernels. */
export { type Compiled, type CompileOptions, compileModel, fnv1a, type Schedules } from './compile.ts';
export { compileHeader, type HeaderOptions } from './emit/header.ts';
export type { Weights } from './emit/packed.ts';
export { CellcError, type Code, codes, nearest, type Place, position, type Source, type Span } from './error.ts';
export { type Explanation, explain, type LayerExplanation } from './explain/explain.ts';
export type { MemoryTable } from './explain/memory.ts';
export type { Loop, Phase, Plan } from './explain/plan.ts';
export { specOfCell } from './explain/wrap.ts';
export type { Cell, Initializer } from './lang/ast.ts';
export { parseCell } from './lang/cell.ts';
export { defineCell } from './lang/define.ts';
export { parseLatex } from './lang/latex.ts';
export { printCell } from './lang/print.ts';
export { shelves } from './model/library.ts';
export { cellFiles, type Layer, type Model, resolveModel } from './model/resolve.ts';
export { defineModel, type LayerSpec, type ModelSpec } from './model/spec.ts';
export {
  type Named,
  type OracleGradients,
  type OracleInput,
  type OracleOutput,
  oracleGradients,
  oracleRun,
} from './oracle.ts';
export { checkSchedule, type Schedule } from './schedule/schedule.ts';
export { type Build, scheduleFor, type Target } from './target.ts';
export { version } from './version.ts';
