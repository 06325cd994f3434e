/** cellc compile: specs to modules and their declarations. Either every file is written, or none is. */
import { basename, extname, join, relative, resolve } from 'node:path';
import { CellcError, type Compiled, type CompileOptions, compileModel, type Target } from '@cellc/compiler';
import { printTypes } from '@cellc/compiler/types';
import { tunable } from './bench/variants.ts';
import { command } from './command.ts';
import { bytes, columns, plural } from './format.ts';
import { readSpec } from './input.ts';
import { checkApply, usage } from './options.ts';
import { tuningFor } from './tuning/use.ts';
import { checkDirectory, type OutputFile, writeAll } from './write.ts';

/** What `--json` says of a compiled spec. */
interface Report {
  readonly name: string;
  readonly hash: string;
  readonly parameters: number;
  readonly ms: number;
  /** The tuning file that its schedules are from. */
  readonly tuning?: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

export const compile = command({
  name: 'compile',
  args: 'SPEC...',
  summary: 'compile model specs to typed ES modules',
  about: `Reads model specs: JSON, or a .js or .mjs module that exports one as \`model\`. Cells that a spec names
by path are read relative to it. Each spec becomes NAME.js, with the kernels and a manifest, and
NAME.d.ts, with literal sizes. A tuning file beside the spec, SPEC.tuning.json, says how loops are
tiled and unrolled: cellc bench --save writes it. All specs are compiled before anything is written: where one is
wrong, no file changes.`,
  example: `cellc compile sunspots.model.json --out generated

generated/sunspots.js    50.7 kB  1,169 parameters  620 ms
generated/sunspots.d.ts   2.4 kB`,
  failure: 'a spec or a cell is wrong, or a file cannot be read or written',
  options: {
    out: { kind: 'text', value: 'DIR', default: 'generated', doc: 'where to write the modules' },
    target: {
      kind: 'text',
      value: 'LIST',
      default: 'js',
      doc: 'js, wasm, webgpu, gpujs, or several, as in js,wasm: WebAssembly runs where it can',
    },
    'wasm-file': {
      kind: 'flag',
      for: ['wasm'],
      doc: 'write NAME.wasm beside the module, not into it, for hosts that want such a file',
    },
    accuracy: {
      kind: 'choice',
      choices: ['exact', 'fast'],
      default: 'exact',
      for: ['wasm'],
      doc: 'of sigmoid and tanh: to 2 units in the last place, or to 5e-7',
    },
    relaxed: {
      kind: 'flag',
      for: ['wasm'],
      doc: 'fuse products and sums where the engine can; engines then differ',
    },
    precision: { kind: 'choice', choices: ['f32', 'f64'], default: 'f32', doc: 'the numbers that the module stores' },
    tuning: { kind: 'text', value: 'FILE', for: tunable, doc: 'the tuning file, where it is not beside the spec' },
    inference: { kind: 'flag', doc: 'leave gradients, loss and optimiser out' },
    'no-types': { kind: 'flag', doc: 'write no .d.ts' },
  },
  async run(parsed, { cwd, err }) {
    const { values, positionals } = parsed;
    if (positionals.length === 0) usage('there is no spec to compile', 'write cellc compile model.json');
    positionals.forEach(checkIsSpec);
    const targets = values.target.split(',').map((name) => name.trim()) as Target[];
    checkApply(parsed, { is: targets, said: `the target is ${targets.join()}`, by: 'target' });
    await checkDirectory(values.out, cwd);
    const directory = resolve(cwd, values.out);
    const results: { report: Report; files: OutputFile[] }[] = [];
    for (const spec of positionals) {
      const start = performance.now();
      const input = await readSpec(spec, cwd);
      const options: CompileOptions = {
        files: input.files,
        precision: values.precision,
        target: targets,
        accuracy: values.accuracy,
        relaxed: values.relaxed,
        ...(values['wasm-file'] && { wasmFile: true }),
        ...(values.inference && { training: false }),
      };
      const tuning = await tuningFor(spec, input, targets, options, values.tuning, cwd);
      for (const note of tuning.notes) err(`note: ${note}\n`);
      const compiled = compileModel(input.spec, { ...options, schedule: tuning.schedule });
      const { name, manifest } = compiled;
      const same = results.find(({ report }) => report.name.toLowerCase() === name.toLowerCase());
      if (same) {
        const hint = 'give one of them another "name"';
        throw new CellcError('E_DUPLICATE', `two specs are named '${name}': they would be written to one file`, {
          hint,
        });
      }
      const files = await filesOf(compiled, directory, !values['no-types']);
      const report = {
        name,
        hash: manifest.hash,
        parameters: parametersOf(compiled),
        ms: Math.round(performance.now() - start),
        ...(tuning.file !== undefined && { tuning: tuning.file }),
        files: files.map(({ path, content }) => ({ path: relative(cwd, path), bytes: Buffer.byteLength(content) })),
      };
      results.push({ report, files });
    }
    await writeAll(
      values.out,
      cwd,
      results.flatMap(({ files }) => files),
    );
    const reports = results.map(({ report }) => report);
    return { json: { models: reports }, text: columns(reports.flatMap(rows), 'lrrrl'), code: 0 };
  },
});

/** A cell has no sizes yet. @throws E_OPTION */
function checkIsSpec(name: string): void {
  if (!/\.(cell|tex)$/.test(name)) return;
  const stem = basename(name, extname(name));
  const title = /^[A-Za-z][A-Za-z0-9_-]*$/.test(stem) ? stem : 'model';
  const example = `{ "name": "${title}", "input": 1, "layers": [{ "cell": "./${basename(name)}", "size": 8 }] }`;
  usage(
    `compile takes a model spec, and ${name} is a cell`,
    `write a spec, ${title}.model.json: ${example}; explain and check take cells`,
  );
}

export function parametersOf({ manifest }: Compiled): number {
  return manifest.params.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

async function filesOf(compiled: Compiled, directory: string, types: boolean): Promise<OutputFile[]> {
  const file = (suffix: string, content: string | Uint8Array): OutputFile => ({
    path: join(directory, `${compiled.name}${suffix}`),
    content,
  });
  return [
    file('.js', compiled.code),
    ...[...compiled.files].map(([suffix, bytes]) => file(suffix, bytes)),
    ...(types ? [file('.d.ts', await printTypes(compiled))] : []),
  ];
}

function rows({ files, parameters, ms, tuning }: Report): string[][] {
  return files.map(({ path, bytes: size }, i) => [
    path,
    bytes(size),
    ...(i === 0 ? [plural(parameters, 'parameter'), `${ms} ms`, tuning ? `tuned by ${tuning}` : ''] : []),
  ]);
}
