/** A process that runs the cases of one reader: one that never ends, or eats the heap, ends this process alone. */
import { openSync, writeSync } from 'node:fs';
import { countAllocations } from './allocations.ts';
import { type Counts, type Fault, noCounts, runCase } from './cases.ts';
import { readers } from './readers.ts';

export interface Task {
  readonly reader: string;
  readonly from: number;
  readonly to: number;
  /** A file for the number of the case at work. */
  readonly place: string;
}

export interface Done {
  readonly counts: Counts;
  readonly faults: readonly Fault[];
}

process.once('message', async ({ reader: name, from, to, place }: Task) => {
  countAllocations();
  const reader = readers[name]!();
  const file = openSync(place, 'w');
  const counts = noCounts();
  const faults: Fault[] = [];
  for (let seed = from; seed < to && faults.length < 10; seed++) {
    writeSync(file, String(seed).padEnd(16), 0);
    const fault = await runCase(reader, seed, counts);
    if (fault) faults.push(fault);
  }
  process.send!({ counts, faults } satisfies Done, () => process.exit());
});
