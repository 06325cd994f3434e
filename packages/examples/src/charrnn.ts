/** Writes text like Shakespeare's, always the likeliest character, with a network that ml5 has trained. */
import { defineModel } from '@cellc/compiler';
import { load, type Model, readSafetensors } from '@cellc/runtime';
import { build, folder, isMain } from './build.ts';
import { Complaint, read, run } from './program.ts';
import { type Target, targets } from './trained.ts';

const usage = `usage: node packages/examples/dist/charrnn.js [--prompt TEXT] [--length N]

  --prompt TEXT   what the text begins with (default: the reference's)
  --length N      how many characters are written (default: 120)`;

/** Two layers of 128 over a vocabulary of 65. */
const writer = defineModel({
  name: 'charrnn',
  input: { classes: 65 },
  layers: [
    { embedding: 128, name: 'embedding' },
    { cell: './charrnn/basic_lstm.cell', name: 'lstm0', size: 128 },
    { cell: './charrnn/basic_lstm.cell', name: 'lstm1', size: 128 },
    { cell: './charrnn/logits.cell', name: 'softmax', size: 65 },
  ],
});

/** Names of the file that are others in the model. */
const renamed: Readonly<Record<string, string>> = {
  embedding: 'embedding.W',
  softmax_w: 'softmax.w',
  softmax_b: 'softmax.b',
};

export async function loadWriter(target: Target): Promise<Model> {
  const { tensors } = readSafetensors(read(new URL('charrnn/charrnn_shakespeare.safetensors', folder)));
  const weights = Object.fromEntries(Object.entries(tensors).map(([name, value]) => [renamed[name] ?? name, value]));
  return load(await build(writer, { target, training: false }), { weights });
}

/** Characters as the network numbers them. */
export interface Vocabulary {
  /** @throws Complaint for a character that it does not know */
  encode(text: string): number[];
  decode(id: number): string;
}

/** The part of the file of reference values that is used here. */
export interface Reference {
  readonly vocabulary: Vocabulary;
  readonly prompt: string;
  /** The likeliest text after the prompt. */
  readonly text: string;
}

export function readReference(): Reference {
  const file = JSON.parse(new TextDecoder().decode(read(new URL('charrnn/charrnn_shakespeare.json', folder))));
  const ids = new Map<string, number>(Object.entries(file.vocab));
  const characters = new Map([...ids].map(([character, id]) => [id, character]));
  const vocabulary: Vocabulary = {
    encode: (text) =>
      Array.from(text, (character, i) => {
        const id = ids.get(character);
        if (id === undefined)
          throw new Complaint(
            `${JSON.stringify(character)}, character ${i + 1} of the prompt, is not in the vocabulary`,
          );
        return id;
      }),
    decode: (id) => characters.get(id) ?? '',
  };
  const { inputs, outputs } = file.cases[1];
  const prompt = (inputs.prompt_ids.data as number[]).map(vocabulary.decode).join('');
  return { vocabulary, prompt, text: outputs.text };
}

/** The text that goes on from a prompt, by the likeliest character each time. */
export function continueText(model: Model, vocabulary: Vocabulary, prompt: string, length: number): string {
  model.reset();
  let next = 0;
  for (const id of vocabulary.encode(prompt)) next = largest(model.step([id]));
  let text = '';
  for (let n = 0; n < length; n++) {
    text += vocabulary.decode(next);
    next = largest(model.step([next]));
  }
  return text;
}

function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

export interface Options {
  readonly prompt?: string | undefined;
  readonly length?: string | undefined;
  readonly print?: (line: string) => void;
}

/** @throws Complaint */
export async function writeText(options: Options = {}): Promise<void> {
  const { vocabulary, ...reference } = readReference();
  const { prompt = reference.prompt, length: asked = String(reference.text.length), print = console.log } = options;
  const length = Number(asked);
  if (!Number.isInteger(length) || length < 1 || length > 1e6)
    throw new Complaint(`--length is ${asked}, not a whole number from 1 to 1,000,000`);
  if (prompt === '') throw new Complaint('--prompt is empty');
  for (const target of targets) {
    const model = await loadWriter(target);
    const start = performance.now();
    const text = continueText(model, vocabulary, prompt, length);
    const rate = (prompt.length + length) / ((performance.now() - start) / 1000);
    if (target === targets[0]) print(`${prompt}${text}\n`);
    const same = text.slice(0, reference.text.length) === reference.text.slice(0, length);
    const beside =
      prompt === reference.prompt ? `, ${same ? 'the text of the reference' : 'ANOTHER text than the reference'}` : '';
    print(`${target.padEnd(4)}  ${Math.round(rate)} characters a second${beside}`);
  }
}

if (isMain(import.meta.url)) await run(usage, ['prompt', 'length'], [0, 0], ({ options }) => writeText(options));
