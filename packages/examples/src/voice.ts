/** Where somebody speaks: the LSTM of the Silero voice activity detector on the frames of a recording. */
import { fileURLToPath } from 'node:url';
import { defineModel } from '@cellc/compiler';
import { load, type Model, readSafetensors, type Tensor, type Tensors } from '@cellc/runtime';
import { build, folder, isMain } from './build.ts';
import { Complaint, read, run } from './program.ts';
import { type Target, targets } from './trained.ts';

const usage = `usage: node packages/examples/dist/voice.js [FILE]

  FILE   safetensors: the weights, and x, frames of 32 ms as the detector's encoder gives them
         (default: packages/examples/silero/silero_vad_lstm.safetensors)`;

/** Seconds. */
const frame = 0.032;

/** PyTorch's LSTMCell, and sigmoid(conv(relu(h))) with a kernel of one step. */
export const detector = defineModel({
  name: 'voice',
  input: 128,
  layers: [
    { cell: './cells/lstm_torch.cell', name: 'lstm_cell', size: 128 },
    { cell: './silero/speech.cell', name: 'final_conv', size: 1 },
  ],
});

/** @throws Complaint where the file is another, RuntimeError E_WEIGHTS where it is broken */
export async function loadDetector(tensors: Tensors, target: Target): Promise<Model> {
  const kernel = tensors['final_conv.weight'];
  if (!kernel) throw new Complaint('the file holds no weights of the detector');
  const weights: Record<string, Tensor> = {
    'final_conv.weight': { data: kernel.data, shape: [1, kernel.data.length] },
  };
  for (const [name, tensor] of Object.entries(tensors))
    if (/^lstm_cell\.|^final_conv\.bias$/.test(name)) weights[name] = tensor;
  return load(await build(detector, { target, training: false }), { weights });
}

/** The probability of speech in each frame, as it comes. */
export function* listen(model: Model, { data, shape: [, size = 0] }: Tensor): Generator<number> {
  for (let at = 0; at < data.length; at += size) yield model.step(data.subarray(at, at + size))[0]!;
}

const levels = '▁▂▃▄▅▆▇█';
const row = 64;

/** A line for every two seconds: a bar for each frame, and below it where the probability is above a half. */
export function timeline(probabilities: readonly number[]): string {
  const lines: string[] = [];
  for (let from = 0; from < probabilities.length; from += row) {
    const part = probabilities.slice(from, from + row);
    const bars = part.map((p) => levels[Math.min(levels.length - 1, Math.floor(p * levels.length))]);
    lines.push(`${(from * frame).toFixed(2).padStart(6)} s  ${bars.join('')}`);
    lines.push(`${' '.repeat(10)}${part.map((p) => (p > 0.5 ? '━' : ' ')).join('')}`.trimEnd());
  }
  return lines.join('\n');
}

/** From when to when somebody speaks, in seconds. */
export function speech(probabilities: readonly number[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  probabilities.forEach((p, i) => {
    const last = found.at(-1);
    if (p <= 0.5) return;
    if (last && last[1] === i) last[1] = i + 1;
    else found.push([i, i + 1]);
  });
  return found.map(([from, to]) => [from * frame, to * frame]);
}

/** @throws Complaint, RuntimeError */
export async function detect(path: string, print: (line: string) => void = console.log): Promise<void> {
  const { tensors } = readSafetensors(read(path));
  const { x, expected_prob: expected } = tensors;
  if (x?.shape.length !== 2 || x.shape[1] !== 128) throw new Complaint(`${path} holds no frames x [time, 128]`);
  for (const target of targets) {
    const model = await loadDetector(tensors, target);
    const start = performance.now();
    const probabilities = [...listen(model, x)];
    const time = (performance.now() - start) / probabilities.length;
    if (target === targets[0]) {
      print(`${timeline(probabilities)}\n`);
      const spans = speech(probabilities).map(([from, to]) => `${from.toFixed(2)}–${to.toFixed(2)} s`);
      print(`speech: ${spans.join(', ') || 'none'}\n`);
    }
    const apart = expected && Math.max(...probabilities.map((p, i) => Math.abs(p - expected.data[i]!)));
    const beside = apart === undefined ? '' : `, at most ${apart.toExponential(1)} from the reference`;
    print(`${target.padEnd(4)}  ${(time * 1000).toFixed(0)} µs for a frame of 32 ms${beside}`);
  }
}

const shipped = new URL('silero/silero_vad_lstm.safetensors', folder);

if (isMain(import.meta.url))
  await run(usage, [], [0, 1], ({ positionals: [path = fileURLToPath(shipped)] }) => detect(path));
