/** Command line of the fuzzer: `npm run fuzz`. */
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Fault, noCounts } from './cases.ts';
import { readers } from './readers.ts';
import type { Done, Task } from './worker.ts';

const usage = `usage: npm run fuzz -- [--reader NAME] [--cases N] [--seed N]

Has spoilt files read. Each must be imported, or refused with an error that says why: within 60 seconds, in a heap of
512 MB, with arrays of 64 MB at most. The case of a seed is the same in every run.
  --reader NAME   ${Object.keys(readers).join(', ')} (default: all)
  --cases N       for each reader (default: 10000)
  --seed N        the first one (default: 0); --seed N --cases 1 repeats case N`;

/** A case that takes longer hangs. */
const longest = 60_000;
/** A process of its own for so many, since libraries remember more and more. */
const most = { h5: 50_000, keras: 50_000 } as Readonly<Record<string, number>>;

interface Outcome extends Done {
  /** The next case, where the process did not come to the end. */
  readonly next: number;
}

/** Runs cases in a process; one that hangs, or kills it, is a fault of the case that it was at. */
function runProcess(task: Task): Promise<Outcome> {
  const child = fork(new URL('./worker.js', import.meta.url), {
    execArgv: ['--max-old-space-size=512'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.send(task);
  return new Promise((resolve) => {
    let [seen, since] = ['', Date.now()];
    let done: Done | undefined;
    let message: string | undefined;
    const timer = setInterval(() => {
      const now = readFileSync(task.place, 'latin1');
      if (now !== seen) [seen, since] = [now, Date.now()];
      else if (Date.now() - since > longest) {
        message = `it takes longer than ${longest / 1000} seconds`;
        child.kill('SIGKILL');
      }
    }, 500);
    child.once('message', (result: Done) => {
      done = result;
    });
    child.once('exit', (code, signal) => {
      clearInterval(timer);
      const seed = Number(readFileSync(task.place, 'latin1'));
      message ??= `the process ended with ${signal ?? code}`;
      if (done) resolve({ ...done, next: task.to });
      else resolve({ counts: noCounts(), faults: [{ seed, sample: '?', message }], next: seed + 1 });
    });
  });
}

async function run(reader: string, seed: number, cases: number, place: string): Promise<boolean> {
  const start = Date.now();
  const total = noCounts();
  const faults: Fault[] = [];
  for (let from = seed; from < seed + cases && faults.length < 10; ) {
    const to = Math.min(from + (most[reader] ?? 250_000), seed + cases);
    const { counts, faults: found, next } = await runProcess({ reader, from, to, place });
    total.read += counts.read;
    total.refused += counts.refused;
    total.mostBytes = Math.max(total.mostBytes, counts.mostBytes);
    faults.push(...found);
    from = next;
  }
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  const done = `${total.read + total.refused} cases in ${seconds} s: ${total.read} read, ${total.refused} refused`;
  console.log(`${reader.padEnd(12)}${done}, arrays of ${(total.mostBytes / 2 ** 20).toFixed(1)} MB at most`);
  for (const { seed: at, sample, message } of faults)
    console.log(`FAULT npm run fuzz -- --reader ${reader} --seed ${at} --cases 1   (${sample})\n  ${message}`);
  return faults.length === 0;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      reader: { type: 'string' },
      cases: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  const [cases, seed] = [Number(values.cases), Number(values.seed)];
  const unknown = values.reader !== undefined && !Object.hasOwn(readers, values.reader);
  if (values.help || unknown || !(Number.isInteger(cases) && cases > 0 && Number.isInteger(seed) && seed >= 0)) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const place = join(folder, 'case');
  let isFine = true;
  try {
    for (const reader of values.reader === undefined ? Object.keys(readers) : [values.reader]) {
      writeFileSync(place, String(seed));
      isFine = (await run(reader, seed, cases, place)) && isFine;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return isFine ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 2;
});
