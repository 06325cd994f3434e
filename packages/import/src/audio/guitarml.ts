/**
 * JSON with the state_dict of a PyTorch model: GuitarML's amplifier models (Automated-GuitarAmpModelling, Proteus, NeuralSeed)
 * say of what modules it is, others hold nothing but the tensors.
 */
import type { Tensor } from '@cellc/runtime';
import { broken, quoted, refuse } from '../error.ts';
import { type Fields, field, fieldsOf, isFields, numbersOf, shapeOf, sizeOf } from '../read/json.ts';
import { countOf } from '../read/numbers.ts';
import type { Imported } from '../result.ts';
import { importState, type TorchOptions } from '../torch/torch.ts';

export function isGuitarMl(json: Fields): boolean {
  return isFields(field(json, 'model_data')) && isFields(field(json, 'state_dict'));
}

/** Whether every field is a list of numbers by the name of a parameter. */
export function isStateDict(json: Fields): boolean {
  const names = Object.keys(json);
  return (
    names.length > 0 &&
    names.every((name) => /(?:weight|bias)(?:_\w+)?$/.test(name) && Array.isArray(field(json, name)))
  );
}

/** @throws E_FILE, E_IMPORT */
export function importGuitarMl(json: Fields, file: string, name: string): Imported {
  const model = fieldsOf(json, 'model_data', file);
  const kind = field(model, 'model') ?? 'SimpleRNN';
  if (kind !== 'SimpleRNN') return refuse(`model ${quoted(String(kind))}`, 'SimpleRNN can be imported');
  const tensors = readTensors(fieldsOf(json, 'state_dict', file), file);
  checkSizes(model, tensors, file);
  const skip = field(model, 'skip') ?? 1;
  if (skip !== 0 && skip !== 1 && skip !== 2) return broken(file, `'skip' is ${JSON.stringify(skip)}`);
  const options = { name, skip: skip as number, output: 'sequence', order: ['rec', 'lin'], batchFirst: true } as const;
  const imported = importState(tensors, options, 'GuitarML JSON');
  const dropped = skip ? ['input is added to the output, as skip says'] : [];
  return { ...imported, report: { ...imported.report, assumed: dropped } };
}

/** @throws E_FILE, E_IMPORT */
export function importStateJson(json: Fields, file: string, options: TorchOptions): Imported {
  return importState(readTensors(json, file), options, 'PyTorch state_dict (JSON)');
}

function readTensors(json: Fields, file: string): Record<string, Tensor> {
  const entries = Object.keys(json).map((name): [string, Tensor] => {
    const value = field(json, name);
    const shape = shapeOf(value);
    countOf(shape, name, file);
    return [name, { data: numbersOf(value, shape, quoted(name), file), shape }];
  });
  return Object.fromEntries(entries);
}

/** The sizes that the file declares are those that its tensors have. */
function checkSizes(model: Fields, tensors: Readonly<Record<string, Tensor>>, file: string): void {
  const hidden = sizeOf(model, 'hidden_size', file);
  const unit = String(field(model, 'unit_type') ?? 'LSTM');
  const gates = { LSTM: 4, GRU: 3, RNN: 1 }[unit] ?? refuse(`unit_type ${quoted(unit)}`);
  const input = sizeOf(model, 'input_size', file);
  const [rows, columns] = tensors['rec.weight_ih_l0']?.shape ?? broken(file, 'its state_dict has no rec.weight_ih_l0');
  if (rows !== gates * hidden || columns !== input)
    refuse(
      `rec.weight_ih_l0 has the shape [${rows}, ${columns}], but the file declares ${gates * hidden} rows and ${input} inputs`,
      'the file contradicts itself',
    );
}
