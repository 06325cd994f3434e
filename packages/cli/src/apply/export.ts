/** What cellc export does: reads, makes every file, and only then writes. */
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { resolveModel } from '@cellc/compiler';
import { checkWeights, type Exported } from '@cellc/export';
import { readSafetensors, type Tensor } from '@cellc/runtime';
import type { Io, Result } from '../command.ts';
import { type Format, formats } from '../export/formats.ts';
import type { ExportCommandOptions } from '../export.ts';
import { bytes as byteText, columns } from '../format.ts';
import { fileError, readSpec } from '../input.ts';
import { type common, type Parsed, suggestion, usage } from '../options.ts';
import { writeAll } from '../write.ts';

export async function exportModel(
  { values, positionals }: Parsed<ExportCommandOptions & typeof common>,
  { cwd }: Io,
): Promise<Result> {
  const [spec, weightsFile, ...more] = positionals;
  if (spec === undefined || more.length > 0)
    usage(
      `export takes a spec and its weights, not ${positionals.length} files`,
      'write cellc export SPEC WEIGHTS --format onnx',
    );
  const chosen = chooseFormats(values.format);
  const needing = chosen.find(([, format]) => format.weights);
  if (needing && weightsFile === undefined)
    usage(`the format ${needing[0]} needs weights`, `write cellc export ${spec} WEIGHTS --format ${needing[0]}`);
  const input = await readSpec(spec, cwd);
  const model = resolveModel(input.spec, input.files);
  const weights = weightsFile === undefined ? new Map<string, Tensor>() : await readWeights(weightsFile, cwd);
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

  async function readWeights(name: string, from: string): Promise<Map<string, Tensor>> {
    const content = await readFile(resolve(from, name)).catch((error) => {
      throw fileError(`${name} cannot be read`, error);
    });
    return checkWeights(model, readSafetensors(content).tensors);
  }
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
