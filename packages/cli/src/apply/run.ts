/** Trained weights on new data: predictions as CSV or JSON lines. */
import { resolve } from 'node:path';
import type { Model } from '@cellc/runtime';
import type { Io, Result } from '../command.ts';
import type { About } from '../data/about.ts';
import { dataError } from '../data/csv.ts';
import { dataNames, dataSubject } from '../data/kind.ts';
import { type DataFile, readData } from '../data/read.ts';
import { plural } from '../format.ts';
import { checkSpecName } from '../input.ts';
import { checkApply, type common, type Parsed, usage } from '../options.ts';
import type { RunOptions } from '../run.ts';
import { checkPlace, writeAll } from '../write.ts';
import { loadTrained } from './load.ts';
import { type Predictions, predictColumns, predictSequences, predictText } from './predictions.ts';

export async function runModel(parsed: Parsed<RunOptions & typeof common>, io: Io): Promise<Result> {
  const { values, positionals } = parsed;
  const [spec, weights, data, ...more] = positionals;
  if (spec === undefined || weights === undefined || data === undefined || more.length > 0)
    usage(
      `run takes a spec, weights and a data file, not ${positionals.length}`,
      'write cellc run model.json model/weights.safetensors data.csv',
    );
  checkSpecName(spec);
  checkApply(parsed, dataSubject(data));
  if (values.out !== undefined) await checkPlace(values.out, io.cwd);
  const { model, about } = await loadTrained(spec, weights, io);
  const { rows, text, note } = predict(model, about, await readData(data, io.cwd), { weights, fill: values.fill });
  if (note !== undefined && !values.json) io.err(`${note}\n`);
  if (values.out === undefined) return { json: { predictions: rows }, text, code: 0 };
  const path = resolve(io.cwd, values.out);
  await writeAll(resolve(path, '..'), io.cwd, [{ path, content: `${text}\n` }]);
  const report = { file: values.out, predictions: rows.length };
  return { json: report, text: `${values.out}: ${plural(rows.length, 'row')}`, code: 0 };
}

/** @throws E_DATA where the data is of another kind than what the model was trained on */
function predict(
  model: Model,
  about: About,
  { kind, name, text }: DataFile,
  { weights, fill }: { weights: string; fill: boolean },
): Predictions {
  if (about.kind === 'columns' && kind === 'columns') return predictColumns(model, about, name, text, fill);
  if (about.kind === 'sequences' && kind === 'sequences') return predictSequences(model, about, name, text);
  if (about.kind === 'text' && kind === 'text') return predictText(model, about, name, text);
  throw dataError(`${weights} was trained on ${dataNames[about.kind]}, and ${name} is ${dataNames[kind]}`);
}
