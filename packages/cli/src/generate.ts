/** cellc generate: text from a trained character model. */
import { command } from './command.ts';
import type { Options } from './options.ts';

const options = {
  prompt: { kind: 'text', value: 'TEXT', doc: 'what the text begins with' },
  length: { kind: 'number', value: 'N', least: 1, default: 500, doc: 'characters to write' },
  temperature: {
    kind: 'real',
    value: 'X',
    least: 0,
    default: 0.8,
    doc: '0 takes the likeliest character, 1 follows the probabilities, more is wilder',
  },
  seed: { kind: 'number', value: 'N', least: 0, default: 0, doc: 'of the choice' },
} as const satisfies Options;

export type GenerateOptions = typeof options;

export const generate = command({
  name: 'generate',
  args: 'SPEC WEIGHTS',
  summary: 'write text with a trained character model',
  about: `Samples from a model that cellc train has trained on text, one character after the other. The same seed
gives the same text.`,
  example: `cellc generate shakespeare.model.json shakespeare/weights.safetensors --prompt "ROMEO:" --length 200`,
  failure: 'the spec and the weights do not fit, or the prompt has a character that the model does not know',
  options,
  async run(parsed, io) {
    const { generateText } = await import('./apply/generate.ts');
    return generateText(parsed, io);
  },
});
