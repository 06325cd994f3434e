/** What both builds of onnxruntime share: one LSTM operator in a session. */
import { lstmModel } from '../onnx.ts';
import { type Frames, type Lstm, type Sequences, type Skills, streamingAsync, swapped, type Work } from '../peer.ts';

interface Tensor {
  readonly data: Float32Array;
}

interface Session {
  run(feeds: Readonly<Record<string, Tensor>>, fetches?: readonly string[]): Promise<Readonly<Record<string, Tensor>>>;
}

export interface Ort {
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor;
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  readonly env: { readonly wasm: { numThreads?: number; wasmPaths?: string } };
}

export const noTraining = 'onnxruntime runs models and does not train them: its training build is not on npm any more';

export function ortSkills(ort: Ort, provider: 'cpu' | 'wasm' | 'webgpu'): Skills {
  const create = (lstm: Lstm): Promise<Session> =>
    ort.InferenceSession.create(lstmModel(lstm), {
      executionProviders: [provider],
      graphOptimizationLevel: 'all',
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // Or else what a device does not know runs on the processor, and nobody is told.
      ...(provider === 'webgpu' && { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
    });
  const zeros = (B: number, H: number) => new ort.Tensor('float32', new Float32Array(B * H), [1, B, H]);

  return {
    async step(lstm: Lstm, frames: Frames): Promise<Work> {
      const session = await create(lstm);
      let H0 = zeros(1, lstm.H);
      let C0 = H0;
      return streamingAsync(async (x) => {
        const X = new ort.Tensor('float32', x, [1, 1, lstm.I]);
        const { Hn, Cn } = await session.run({ X, H0, C0 }, ['Hn', 'Cn']);
        [H0, C0] = [Hn!, Cn!];
        return H0.data;
      }, frames);
    },

    async sequence(lstm: Lstm, { x, T, B }: Sequences): Promise<Work> {
      const session = await create(lstm);
      const X = new ort.Tensor('float32', swapped(x, B, T, lstm.I), [T, B, lstm.I]);
      const H0 = zeros(B, lstm.H);
      const run = async () => (await session.run({ X, H0, C0: H0 }, ['Y'])).Y!.data;
      return {
        run: async () => (await run())[0]!,
        answer: async () => ({ h: swapped(await run(), T, B, lstm.H) }),
      };
    },
  };
}
