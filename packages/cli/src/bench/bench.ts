/** The tuner, from the command line to the report and the tuning file. */
import { cpus } from 'node:os';
import { dirname, resolve } from 'node:path';
import { CellcError, compileModel, version } from '@cellc/compiler';
import type { BenchOptions } from '../bench.ts';
import type { Io, Result } from '../command.ts';
import { styled } from '../format.ts';
import { readSpec } from '../input.ts';
import { checkApply, type common, type Parsed, suggestion, usage } from '../options.ts';
import { configurationOf, type Entry, engineHere, readTuning, saveTuning, tuningFileOf } from '../tuning/file.ts';
import { checkPlace, writeAll } from '../write.ts';
import { tuningCsv } from './csv.ts';
import { tuningPage } from './page.ts';
import { progress } from './progress.ts';
import { type Report, sectionOf, verdictsOf } from './report.ts';
import { tuningText } from './text.ts';
import { type Tuned, tune } from './tuner.ts';
import type { Tunable } from './variants.ts';
import { flopsOf, type Size, type Work, works, worksOf } from './workload.ts';

/** @throws E_FILE, E_TUNING, E_OPTION, what is wrong with the spec, and what `tune` throws */
export async function benchModel(parsed: Parsed<BenchOptions & typeof common>, io: Io): Promise<Result> {
  const { values, positionals } = parsed;
  const { cwd, err, columns } = io;
  const [spec, ...more] = positionals;
  if (spec === undefined || more.length > 0)
    usage(`bench takes one spec, not ${positionals.length}`, 'write cellc bench model.json');
  const input = await readSpec(spec, cwd);
  const compiled = compileModel(input.spec, { files: input.files });
  const size: Size = { T: values.steps, B: values.batch };
  const chosen = worksWanted(values.only, worksOf(compiled), compiled.name);
  checkApply(parsed, { is: chosen, said: `the workload is ${chosen.join()}`, by: 'only' });
  const place = values.save === false ? undefined : values.save === true ? tuningFileOf(spec) : values.save;
  // What could not be written in the end is an error now.
  for (const file of [values.csv, values.html, place]) if (file !== undefined) await checkPlace(file, cwd);
  if (place !== undefined) await readTuning(place, cwd);

  const watch = progress({ columns, write: values.json ? () => undefined : err, now: () => performance.now() });
  const tuned: Tuned[] = [];
  try {
    for (const target of values.target.split(',') as Tunable[])
      tuned.push(await tune(target, input, { works: chosen, size, isQuick: values.quick }, watch));
  } finally {
    watch.end();
  }
  const flops = flopsOf(compiled, size);
  const peaks = tuned.flatMap(({ timed }) => [...timed.values()].flatMap((all) => all[0]!.peak));
  const report: Report = {
    name: compiled.name,
    configuration: configurationOf(compiled.model),
    version,
    engine: { ...engineHere(), node: process.versions.node },
    cpu: cpuName(),
    ...size,
    peakGflops: Math.max(...peaks) / 1e9,
    sections: chosen.map((work) => sectionOf(work, size, flops[work], tuned)),
    tried: tuned.map(({ target, schedules, different, missing, excluded }) => ({
      target,
      schedules,
      different,
      missing,
      excluded,
    })),
    verdicts: verdictsOf(tuned),
  };
  return resultOf(report, tuned, { ...values, save: place }, io);
}

/** What was measured is shown, and all other files are written, also where a place has filled up in the meantime. */
export async function resultOf(
  report: Report,
  tuned: readonly Tuned[],
  { save, csv, html }: { readonly [file in 'save' | 'csv' | 'html']: string | undefined },
  { cwd, color }: Pick<Io, 'cwd' | 'color'>,
): Promise<Result> {
  const unsaved = await attempt(save, (name) => saveTuning(name, cwd, entriesOf(report, tuned)));
  const unwritten = [
    await attempt(csv, (name) => write(name, cwd, tuningCsv(report))),
    await attempt(html, (name) => write(name, cwd, tuningPage(report))),
  ];
  const saved = unsaved ? undefined : save;
  return {
    json: { ...report, saved },
    text: tuningText(report, saved, styled(color)),
    failed: [unsaved, ...unwritten].find((error) => error !== undefined),
    code: 0,
  };
}

/** @throws E_OPTION for what is no workload, or none of this model */
function worksWanted(only: readonly string[], can: readonly Work[], name: string): Work[] {
  const unknown = only.find((work) => !works.some((known) => known === work));
  if (unknown !== undefined) usage(`--only ${unknown} is not possible`, suggestion(unknown, works, 'it takes '));
  const wanted = works.filter((work) => only.length === 0 || only.includes(work));
  const cannot = wanted.find((work) => !can.includes(work));
  if (only.length > 0 && cannot !== undefined)
    usage(
      `${name} has no ${cannot}`,
      cannot === 'step' ? 'a layer reads the sequence backward' : 'give its spec a loss and an optimizer',
    );
  return wanted.filter((work) => can.includes(work));
}

/** @returns why it could not be written */
async function attempt(
  name: string | undefined,
  write: (name: string) => Promise<void>,
): Promise<CellcError | undefined> {
  try {
    if (name !== undefined) await write(name);
    return undefined;
  } catch (error) {
    if (error instanceof CellcError) return error;
    throw error;
  }
}

async function write(name: string, cwd: string, content: string): Promise<void> {
  await writeAll(dirname(name), cwd, [{ path: resolve(cwd, name), content }]);
}

const cpuName = (): string => cpus()[0]?.model.trim() || process.arch;

/** One for each mode: also where the default won, which is a finding. */
function entriesOf({ name, configuration, engine: { v8, arch }, cpu, T, B }: Report, tuned: readonly Tuned[]): Entry[] {
  return tuned.flatMap(({ choices, noise }) =>
    choices.map(({ candidate: { mode, schedule, flags }, ratios }) => ({
      model: name,
      configuration,
      mode,
      engine: { v8, arch, ...(flags.length > 0 && { flags }) },
      cpu,
      version,
      schedule,
      measured: [...ratios].map(([work, ratio]) => {
        const size = work === 'step' ? { T: 1, B: 1 } : { T, B };
        return { work, ...size, ratio: rounded(ratio), noise: rounded(noise.get(work)!) };
      }),
    })),
  );
}

const rounded = (value: number): number => Number(value.toFixed(4));
