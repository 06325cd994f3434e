/** Text from a character model, one character after the other. */
import type { Model } from '@cellc/runtime';
import { generator } from '../sample.ts';

export interface Sampling {
  /** Characters to write. */
  readonly length: number;
  /** The logits are divided by it: 0 takes the likeliest character, 1 follows the model's probabilities. */
  readonly temperature: number;
  readonly seed: number;
}

/** Characters after the prompt, which must lie in the alphabet. An empty prompt starts from the alphabet's first. */
export function* sampleText(
  model: Model,
  alphabet: readonly string[],
  prompt: string,
  { length, temperature, seed }: Sampling,
): Generator<string> {
  const next = generator(seed);
  model.reset();
  let logits: ArrayLike<number> = [];
  for (const character of prompt === '' ? alphabet.slice(0, 1) : prompt)
    logits = model.step([alphabet.indexOf(character)]);
  for (let i = 0; i < length; i++) {
    const picked = pick(Array.from(logits).slice(0, alphabet.length), temperature, next());
    yield alphabet[picked]!;
    logits = model.step([picked]);
  }
}

/** The class of a uniform number in [0, 1) under softmax(logits / temperature). */
function pick(logits: readonly number[], temperature: number, uniform: number): number {
  const most = Math.max(...logits);
  if (temperature === 0) return logits.indexOf(most);
  const shares = logits.map((logit) => Math.exp((logit - most) / temperature));
  let left = uniform * shares.reduce((sum, share) => sum + share, 0);
  const place = shares.findIndex((share) => (left -= share) < 0);
  // Rounding may leave a crumb after the last share.
  return place < 0 ? logits.indexOf(most) : place;
}
