/** The parts of the tuner, for a benchmark that asks how good the defaults are. */
export { fieldOf } from './candidates.ts';
export { ratioOf } from './choose.ts';
export { type Pace, race } from './race.ts';
export { runHeats } from './tuner.ts';
export { schedulesFor, type Tunable, tunable } from './variants.ts';
export { type Size, type Work, works, worksOf } from './workload.ts';
