/** What cellc import does: reads, compiles and tries what it read, and only then writes. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { CellcError, version } from '@cellc/compiler';
import { collect, feed, type Imported, importModel, type Port, type Report } from '@cellc/import';
import { load, type Model, saveSafetensors, type Tensor, tensor } from '@cellc/runtime';
import type { Io, Result } from '../command.ts';
import type { About } from '../data/about.ts';
import { bytes as byteText, columns, indented } from '../format.ts';
import type { ImportCommandOptions } from '../import.ts';
import { fileError } from '../input.ts';
import { buildModel, importCode } from '../model.ts';
import { checkApply, type common, type Parsed, usage } from '../options.ts';
import { checkDirectory, find, writeAll } from '../write.ts';
import { isOfFeatures, readReference, wrongReference } from './reference.ts';

/** Largest error of an output, relative to its largest element: single precision, with some digits lost over time. */
const tolerance = 1e-4;

/** How far an output is off. */
interface Checked {
  readonly output: string;
  readonly shape: readonly number[];
  readonly error: number;
}

export async function importFile(parsed: Parsed<ImportCommandOptions & typeof common>, { cwd }: Io): Promise<Result> {
  const { values, positionals } = parsed;
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    usage(`import takes one file, not ${positionals.length}`, 'write cellc import model.onnx');
  if (/\.(?:pt|pth|pkl|pickle|ckpt|bin)$/i.test(file))
    usage(
      `${file} may be pickled, and pickled files can run anything`,
      'save_file(model.state_dict(), …) of safetensors.torch',
    );
  await checkDirectory(values.out, cwd);
  const path = resolve(cwd, file);
  const imported = await importModel(
    { name: basename(file), bytes: await read(file, path) },
    {
      name: values.name,
      output: values.output === 'auto' ? undefined : values.output,
      nonlinearity: values.nonlinearity === 'auto' ? undefined : values.nonlinearity,
      repr:
        values.repr === undefined
          ? undefined
          : new TextDecoder().decode(await read(values.repr, resolve(cwd, values.repr))),
      order: values.order?.split(','),
      batchFirst: values['batch-first'] || undefined,
      activations: pairs(values.activations, '--activations head.1=ReLU'),
      states: pairs(values.states, '--states h=hn'),
      open: (name) =>
        readFile(join(dirname(path), name))
          .then((found) => new Uint8Array(found))
          .catch(() => undefined),
    },
  );
  const { spec, weights, ports, report } = imported;
  const known = ['PyTorch', 'ONNX'].filter((format) => report.format.startsWith(format));
  checkApply(parsed, { is: known, said: `${file} is ${report.format}` });
  const { code } = buildModel(spec, 'f32');
  const model = await load(await importCode(code), { weights });
  const checked =
    values.check === undefined ? [] : await check(imported, model, values.check, resolve(cwd, values.check));
  const ok = checked.every(({ error }) => error <= tolerance);

  const directory = resolve(cwd, values.out);
  const outputs = [
    { path: join(directory, `${spec.name}.model.json`), content: `${JSON.stringify(spec, null, 2)}\n` },
    { path: join(directory, `${spec.name}.safetensors`), content: saveSafetensors(weights, metadataOf(model)) },
    {
      path: join(directory, `${spec.name}.import.json`),
      content: `${JSON.stringify({ ...report, ...shortPorts(ports), ...(checked.length && { checked }) }, null, 2)}\n`,
    },
  ];
  const there = values.force ? undefined : await firstThere(outputs.map(({ path: written }) => written));
  if (there !== undefined)
    throw new CellcError('E_FILE', `${relative(cwd, there)} is there already`, {
      hint: 'write elsewhere with --out or --name, or replace it with --force',
    });
  await writeAll(values.out, cwd, outputs);
  const files = outputs.map(({ path: written, content }) => ({
    path: relative(cwd, written),
    bytes: Buffer.byteLength(content),
  }));
  const lines = files.map((each) => [each.path, byteText(each.bytes)]);
  return {
    json: { name: spec.name, ...report, ...shortPorts(ports), checked, ok, files },
    text: `${reportText(report, checked)}\n\n${columns(lines, 'lr')}`,
    code: ok ? 0 : 1,
  };
}

/** As `train` writes it: the weights may be run on sequences. */
function metadataOf({ manifest: { name, hash, precision } }: Model): Record<string, string> {
  const data: About = { kind: 'sequences', isClass: false };
  return { name, hash, version, precision, data: JSON.stringify(data) };
}

function reportText({ format, mapped, dropped, assumed }: Report, checked: readonly Checked[]): string {
  const list = (title: string, items: readonly string[]): string[] =>
    items.length ? ['', title, indented(items.join('\n'))] : [];
  return [
    format,
    ...(mapped.length
      ? [
          indented(
            columns(
              mapped.map(({ from, to }) => [from, to]),
              'll',
            ),
          ),
        ]
      : []),
    ...list('left out, because it does nothing here', dropped),
    ...list('not said by the file, and taken to be so', assumed),
    ...list(
      'largest errors, relative to the largest element',
      checked.map(
        ({ output, error }) => `${output}  ${error.toExponential(1)}${error > tolerance ? '  too large' : ''}`,
      ),
    ),
  ].join('\n');
}

/** Ports without each element's place. */
function shortPorts({ inputs, outputs }: Imported['ports']) {
  const short = ({ name, axes, slots, classes, reversed, last, lengths }: Port) => ({
    name,
    axes,
    is: [...new Set(slots.map(({ at }) => (at === 'features' ? 'features' : `state ${at.state}`)))],
    ...(classes && { classes }),
    ...(reversed && { reversed }),
    ...(last && { last }),
    ...(lengths && { is: ['lengths'] }),
  });
  return { inputs: inputs.map(short), outputs: outputs.map(short) };
}

async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await find(path)) return path;
  return undefined;
}

async function read(name: string, path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw fileError(`${name} cannot be read`, error);
  }
}

/** `a=b,c=d` */
function pairs(text: string | undefined, example: string): Readonly<Record<string, string>> | undefined {
  if (text === undefined) return undefined;
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const at = pair.indexOf('=');
      return at > 0 ? [pair.slice(0, at), pair.slice(at + 1)] : usage(`'${pair}' names no pair`, `write ${example}`);
    }),
  );
}

async function check({ ports, spec }: Imported, model: Model, name: string, path: string): Promise<Checked[]> {
  const wrong = (why: string, hint?: string): never => wrongReference(name, why, hint);
  const { inputs, outputs } = readReference(name, await read(name, path), ports);
  const missing = ports.inputs.find((port) => isOfFeatures(port) && !inputs.has(port.name));
  if (missing) wrong(`it has no input ${missing.name}: its inputs are ${[...inputs.keys()].join(', ') || 'none'}`);
  const { x, state, lengths } = feed(ports, inputs, spec.input);
  const batch = x.shape[0]!;
  const start = Object.fromEntries(
    model.manifest.states.map(({ name: of, shape }) => {
      const count = shape.reduce((a, b) => a * b, batch);
      return [of, tensor(state.get(of)?.data ?? new Float64Array(count), [batch, ...shape])];
    }),
  );
  const answers = collect(
    ports,
    model.run(x as Tensor<readonly [number, number, number]>, { state: start, ...(lengths && { lengths }) }),
  );
  if (outputs.size === 0) wrong('it names no output to compare with');
  return [...outputs].map(([output, expected]) => {
    const got =
      answers.get(output) ??
      wrong(`the model has no output ${output}: its outputs are ${[...answers.keys()].join(', ')}`);
    if (got.shape.join() !== expected.shape.join())
      wrong(
        `${output} is [${expected.shape}], but the model gives [${got.shape}]`,
        got.shape.length > expected.shape.length
          ? 'if the file holds the last step, import with --output last'
          : undefined,
      );
    const largest = Math.max(...Array.from(expected.data, Math.abs), 1e-30);
    const off = Math.max(0, ...Array.from(expected.data, (value, i) => Math.abs(value - got.data[i]!)));
    return { output, shape: expected.shape, error: off / largest };
  });
}
