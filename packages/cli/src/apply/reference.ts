/** Inputs with the outputs that a network is to give for them: JSON, or arrays of NumPy in a .npz. */
import { CellcError } from '@cellc/compiler';
import { type Imported, type Port, readArrays } from '@cellc/import';
import { type Tensor, tensor } from '@cellc/runtime';

export interface Reference {
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly outputs: ReadonlyMap<string, Tensor>;
}

const form = '{ "inputs": { "x": { "shape": […], "data": […] } }, "outputs": … }';

/** What is wrong with the file. */
export function wrongReference(name: string, why: string, hint = form): never {
  throw new CellcError('E_FILE', `${name}: ${why}`, { hint });
}

/** @throws E_FILE */
export function readReference(name: string, bytes: Uint8Array, ports: Imported['ports']): Reference {
  return /\.npz$/i.test(name) ? readNumPy(name, bytes, ports) : readJson(name, bytes, ports);
}

/** Arrays with the names of inputs and outputs: np.savez('io.npz', x=x, y=y). */
function readNumPy(name: string, bytes: Uint8Array, { inputs, outputs }: Imported['ports']): Reference {
  const arrays = readArrays(bytes, name);
  const pick = (ports: readonly Port[]): Map<string, Tensor> =>
    new Map(ports.flatMap((port) => (arrays.has(port.name) ? [[port.name, arrays.get(port.name)!] as const] : [])));
  const list = (ports: readonly Port[]): string => ports.map((port) => port.name).join(', ');
  const odd = [...arrays.keys()].find((array) => ![...inputs, ...outputs].some((port) => port.name === array));
  if (odd !== undefined)
    wrongReference(name, `${odd} is no input or output`, `inputs: ${list(inputs)}; outputs: ${list(outputs)}`);
  return { inputs: pick(inputs), outputs: pick(outputs) };
}

function readJson(name: string, bytes: Uint8Array, ports: Imported['ports']): Reference {
  let given: { inputs?: unknown; outputs?: unknown };
  try {
    given = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    return wrongReference(name, `it is no JSON: ${(error as Error).message}`);
  }
  return {
    inputs: named(tensorsOf(name, given.inputs), ports.inputs),
    outputs: named(tensorsOf(name, given.outputs), ports.outputs),
  };
}

function tensorsOf(name: string, value: unknown): Map<string, Tensor> {
  if (typeof value !== 'object' || value === null) return wrongReference(name, 'it has no inputs and outputs');
  return new Map(
    Object.entries(value).map(([key, each]: [string, { shape?: unknown; data?: unknown } | null]) => {
      const { shape, data } = each ?? {};
      if (!Array.isArray(shape) || !Array.isArray(data)) return wrongReference(name, `${key} has no shape and data`);
      const odd = data.findIndex((value) => typeof value !== 'number');
      if (odd >= 0)
        return wrongReference(name, `${key} holds ${JSON.stringify(data[odd])} at place ${odd}, which is no number`);
      return [key, tensor(data.map(Number), shape.map(Number))];
    }),
  );
}

/** Not of states alone, which may be left out. */
export const isOfFeatures = ({ slots }: Port): boolean => slots.some(({ at }) => at === 'features');

/** Where there is one tensor, and one port for it, it needs no name. */
function named(tensors: ReadonlyMap<string, Tensor>, ports: readonly Port[]): ReadonlyMap<string, Tensor> {
  const [port, ...more] = ports.filter(isOfFeatures);
  const [[name, tensor] = [], ...others] = tensors;
  const isAlone = port && tensor && more.length === 0 && others.length === 0;
  return isAlone && !ports.some((each) => each.name === name) ? new Map([[port.name, tensor]]) : tensors;
}
