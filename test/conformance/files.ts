/** Model files with reference inputs and outputs, of the format `rnn-files/1`. */
import { CellcError } from '@cellc/compiler';
import { collect, feed, type Imported, importModel, type Result } from '@cellc/import';
import type { Tensor } from '@cellc/runtime';
import type { Comparison } from './compare.ts';
import { type Case, type Fields, isFields, Malformed, type NamedTensors, object, tensors, text } from './format.ts';
import { loadImported, runFed } from './imported.ts';
import type { Runner, Variant } from './network.ts';
import { Refused } from './suite.ts';
import { named } from './tensors.ts';
import { outputTolerance } from './tolerance.ts';

export const filesSchema = 'rnn-files/1';

/** Reads a file that lies beside the list of cases. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

/** @throws Refused where that is what the case expects */
export async function checkFile(of: Case, variant: Variant, read: ReadFile): Promise<Comparison[]> {
  const { fields } = of;
  const expect = text(fields, 'expect', of.id);
  let imported: Imported;
  try {
    imported = await importFile(of, read);
  } catch (error) {
    if (!(error instanceof CellcError) || error.code !== 'E_IMPORT' || expect === 'imported') throw error;
    if (expect === 'refused' && !names(error.reason, text(fields, 'refuse', of.id)))
      throw new Error(`it is refused, but the error does not name ${fields.refuse}: ${error.message}`);
    throw new Refused(error.reason);
  }
  if (expect === 'refused') throw new Error(`it is imported, but must be refused because of ${fields.refuse}`);
  const model = await loadImported(imported, variant, false);
  const comparisons = await runCall(of, imported, model, fields, variant, '');
  for (const [i, call] of list(fields, 'more').entries())
    comparisons.push(...(await runCall(of, imported, model, call, variant, `more[${i}] `)));
  comparisons.push(...(await runCalls(of, imported, model, list(fields, 'calls'), variant)));
  return comparisons;
}

/** Whether a message names what is in the way; of several things, one. */
function names(message: string, refused: string): boolean {
  return refused.split(/, (?![^[]*\])/).some((part) => message.includes(part));
}

async function importFile({ fields, id }: Case, read: ReadFile): Promise<Imported> {
  const file = text(fields, 'file', id);
  if (/[\\/]/.test(file)) throw new Malformed(`${id}: file is a path`);
  const bytes = await read(file);
  const also = Array.isArray(fields.also) ? fields.also.map(String) : [];
  const open = async (name: string) => (also.includes(name) ? read(name) : undefined);
  const about = text(fields, 'about', id);
  // What `forward` does with a state_dict stands in the description alone.
  const described = fields.kind === 'safetensors';
  const repr = also.find((name) => name.endsWith('.json'));
  return importModel(
    { name: file, bytes },
    {
      open,
      ...(described && repr && { repr: JSON.parse(new TextDecoder().decode(await read(repr))).repr }),
      ...(described && { output: /last step/.test(about) ? 'last' : 'sequence' }),
    },
  );
}

function list(fields: Fields, key: string): Fields[] {
  const value = fields[key] ?? [];
  if (!Array.isArray(value) || !value.every(isFields)) throw new Malformed(`${key} is no list of objects`);
  return value;
}

/** One call from zero states, or from those that it gives. */
async function runCall(
  of: Case,
  imported: Imported,
  model: Runner,
  call: Fields,
  variant: Variant,
  prefix: string,
  carried?: NamedTensors,
): Promise<Comparison[]> {
  const inputs = tensors(call, 'inputs');
  const expected = tensors(call, 'outputs');
  const run = await ask(imported, model, inputs, carried);
  const answers = collect(imported.ports, run);
  return match(expected, answers).map(([name, value, got]) => ({
    name: `${prefix}${name}`,
    expected: value,
    got,
    allowed: outputTolerance(of, name, variant.precision),
  }));
}

/** Calls of a stateful model: each starts where the one before ended. */
async function runCalls(
  of: Case,
  imported: Imported,
  model: Runner,
  calls: readonly Fields[],
  variant: Variant,
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  let carried: NamedTensors | undefined;
  for (const [i, call] of calls.entries()) {
    comparisons.push(...(await runCall(of, imported, model, call, variant, `calls[${i}] `, carried)));
    carried = named((await ask(imported, model, tensors(call, 'inputs'), carried)).state);
  }
  return comparisons;
}

function ask({ ports, spec }: Imported, model: Runner, given: NamedTensors, carried?: NamedTensors): Promise<Result> {
  // Inputs are in order; only ONNX files have names that count.
  const byName = ports.inputs.every(({ name, slots }) => given.has(name) || slots.every(({ at }) => at !== 'features'));
  const first = ports.inputs[0]!.name;
  const inputs = byName ? given : new Map([...given].map(([, value], i) => [i === 0 ? first : `input ${i}`, value]));
  const fed = feed(ports, inputs, spec.input);
  return runFed(model, carried ? { ...fed, state: new Map([...fed.state, ...carried]) } : fed);
}

/** Expected outputs with the model's: by name, or else in order. */
function match(expected: NamedTensors, answers: NamedTensors): [name: string, expected: Tensor, got: Tensor][] {
  const byName = [...expected.keys()].every((name) => answers.has(name));
  const inOrder = [...answers.values()];
  return [...expected].map(([name, value], i) => {
    const got = byName ? answers.get(name) : inOrder[i];
    if (!got) throw new Malformed(`outputs.${name}: the model has no such output`);
    return [name, value, got];
  });
}

/** A case of `rnn-files/1` as the runner knows cases: its kind is its op. */
export function fileCases(cases: unknown): (Case | Malformed)[] {
  if (!Array.isArray(cases)) throw new Malformed('cases is no list');
  return cases.map((item: unknown, i) => {
    if (!isFields(item)) return new Malformed(`cases[${i}] is no object`);
    const { id, kind } = item;
    if (typeof id !== 'string' || typeof kind !== 'string') return new Malformed(`cases[${i}] has no id or no kind`);
    return { id, op: kind, fields: item, tolerance: object(item, 'tolerance') };
  });
}
