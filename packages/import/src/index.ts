/** Trained recurrent networks of other frameworks as model specs of cellc, with their weights. */
export { type ImportOptions, importModel, type ModelFile } from './import.ts';
export { type Axis, collect, type Fed, feed, type Port, type Ports, type Result, type Slot } from './io.ts';
export { readArrays } from './read/npy.ts';
export type { Imported, Mapped, Report } from './result.ts';
