import { load } from '../packages.ts';
import { type Lstm, type Peer, streaming } from '../peer.ts';

interface Connection {
  weight: number;
  readonly from: Neuron;
  readonly to: Neuron;
}

interface Neuron {
  readonly ID: number;
  bias: number;
  readonly connections: { readonly inputs: Readonly<Record<string, Connection>> };
  readonly selfconnection: Connection;
}

interface Layer {
  readonly list: readonly Neuron[];
  set(options: { readonly squash?: unknown; readonly bias?: number }): Layer;
  project(to: Layer, type?: string): unknown;
  gate(connection: unknown, type: string): void;
}

interface Network {
  activate(x: ArrayLike<number>): number[];
}

interface Synaptic {
  readonly Layer: { new (size: number): Layer; readonly connectionType: Kinds; readonly gateType: Kinds };
  readonly Network: new (layers: { input: Layer; hidden: Layer[]; output: Layer }) => Network;
  readonly Neuron: { readonly squash: Kinds };
}

type Kinds = Readonly<Record<string, string>>;

/**
 * The network that equals the equations: the library's own Architect.LSTM has peepholes and no tanh on what a cell is
 * given. Neuron j of `cells` keeps its state through the forget gate, and has one input, g_j, through the input gate.
 */
async function networkOf({ I, H, gates }: Lstm): Promise<Network> {
  const { Layer, Network, Neuron } = (await load<{ default: Synaptic }>('synaptic')).default;
  const { ALL_TO_ALL, ONE_TO_ONE } = Layer.connectionType;
  const { LOGISTIC, TANH, IDENTITY } = Neuron.squash;
  const input = new Layer(I);
  const [i, f, o] = [new Layer(H), new Layer(H), new Layer(H)].map((layer) => layer.set({ squash: LOGISTIC }));
  const g = new Layer(H).set({ squash: TANH });
  const cells = new Layer(H).set({ squash: TANH, bias: 0 });
  const output = new Layer(H).set({ squash: IDENTITY, bias: 0 });
  for (const [layer, { W, U, b }] of [
    [i!, gates.i],
    [f!, gates.f],
    [g, gates.g],
    [o!, gates.o],
  ] as const) {
    input.project(layer, ALL_TO_ALL);
    output.project(layer, ALL_TO_ALL);
    for (const [row, neuron] of layer.list.entries()) {
      neuron.bias = b[row]!;
      for (const connection of Object.values(neuron.connections.inputs)) {
        const fromInput = input.list.indexOf(connection.from);
        const column = fromInput >= 0 ? fromInput : output.list.indexOf(connection.from);
        connection.weight = fromInput >= 0 ? W[row * I + column]! : U[row * H + column]!;
      }
    }
  }
  const self = cells.project(cells, ONE_TO_ONE);
  const write = g.project(cells, ONE_TO_ONE);
  const read = cells.project(output, ONE_TO_ONE);
  for (const neuron of [...cells.list, ...output.list]) {
    neuron.bias = 0;
    for (const connection of Object.values(neuron.connections.inputs)) connection.weight = 1;
  }
  i!.gate(write, Layer.gateType.INPUT!);
  f!.gate(self, Layer.gateType.ONE_TO_ONE!);
  o!.gate(read, Layer.gateType.OUTPUT!);
  return new Network({ input, hidden: [i!, f!, g, o!, cells], output });
}

export const peer: Peer = {
  name: 'synaptic',
  how: 'a network of gated layers with the same equations (Architect.LSTM has others), optimised, in double precision',
  packages: ['synaptic'],
  cannot(kind, { H }) {
    if (kind === 'train') return 'it learns online, one gradient step after every time step: other work';
    if (kind === 'sequence') return 'there is no call for a sequence: it is T times the step';
    return H > 64 ? 'left out: it generates a statement for every connection, and takes minutes' : undefined;
  },
  open: () => ({
    async step(lstm, frames) {
      const network = await networkOf(lstm);
      return streaming((x) => network.activate(x), frames);
    },
  }),
  page: {
    code: `import { Architect } from 'synaptic';
console.log(new Architect.LSTM(10, 20, 20).activate(Array(10).fill(0)));`,
  },
};
