/** What cellc export does: reads, makes every file, and only then writes. */
import { join, relative, resolve } from 'node:path';
import { resolveModel } from '@cellc/compiler';
import { checkWeights, type Exported } from '@cellc/export';
import type { Tensor } from '@cellc/runtime';
import type { Io, Result } from '../command.ts';
import { type Format, formats } from '../export/formats.ts';
import type { ExportCommandOptions } from '../export.ts';
import { bytes as byteText, columns } from '../format.ts';
import { readSpec } from '../input.ts';
import { checkApply, type common, type Parsed, suggestion, usage } from '../options.ts';
import { checkDirectory, writeAll } from '../write.ts';
import { readWeights } from './weights.ts';

export async function exportModel(parsed: Parsed<ExportCommandOptions & typeof common>, { cwd }: Io): Promise<Result> {
  const { values, positionals } = parsed;
  const [spec, weightsFile, ...more] = positionals;
  if (spec === undefined || more.length > 0)
    usage(
      `export takes a spec and its weights, not ${positionals.length} files`,
      'write cellc export SPEC WEIGHTS --format onnx',
    );
  const chosen = chooseFormats(values.format);
  const names = chosen.map(([name]) => name);
  checkApply(parsed, { is: names, said: `the format is ${names.join()}`, by: 'format' });
  const needing = chosen.find(([, format]) => format.weights);
  if (needing && weightsFile === undefined)
    usage(`the format ${needing[0]} needs weights`, `write cellc export ${spec} WEIGHTS --format ${needing[0]}`);
  await checkDirectory(values.out, cwd);
  const input = await readSpec(spec, cwd);
  const model = resolveModel(input.spec, input.files);
  const weights =
    weightsFile === undefined
      ? new Map<string, Tensor>()
      : checkWeights(model, (await readWeights(weightsFile, cwd)).tensors);
  const results: Exported[] = [];
  for (const [, format] of chosen)
    results.push(
      (await format.load())({ ...input, model, weights, states: values.states, precision: values.precision }),
    );
  const directory = resolve(cwd, values.out);
  const outputs = results.flatMap(({ files }) => files.map((file) => ({ ...file, path: join(directory, file.name) })));
  await writeAll(values.out, cwd, outputs);
  const files = outputs.map(({ path, content }) => ({ path: relative(cwd, path), bytes: Buffer.byteLength(content) }));
  return {
    json: {
      name: model.name,
      formats: chosen.map(([name], i) => ({
        name,
        mapped: results[i]!.mapped.map(([from, to]) => ({ from, to })),
        notes: results[i]!.notes,
      })),
      files,
    },
    text: [
      ...chosen.map(([name], i) =>
        [
          name,
          columns(
            results[i]!.mapped.map((row) => [...row]),
            'll',
            '  ',
          ),
          ...results[i]!.notes.map((note) => `  ${note}`),
        ].join('\n'),
      ),
      '',
      columns(
        files.map((file) => [file.path, byteText(file.bytes)]),
        'lr',
      ),
    ].join('\n'),
    code: 0,
  };
}

/** @throws E_OPTION */
function chooseFormats(names: readonly string[]): [name: string, format: Format][] {
  const known = Object.keys(formats);
  if (names.length === 0) usage('export needs a format', `write --format ${known.join(', --format ')}`);
  return [...new Set(names)].map((name) => {
    if (!Object.hasOwn(formats, name)) usage(`there is no format '${name}'`, suggestion(name, known, 'formats: '));
    return [name, formats[name as keyof typeof formats]];
  });
}
