/** Plain text for models that read classes: each character tells the next. */
import { type Data, type Manifest, type Model, tensor } from '@cellc/runtime';
import { grouped, plural } from '../format.ts';
import { dataError } from './csv.ts';
import type { DataOptions, Dataset } from './dataset.ts';
import { sampleText } from './sample.ts';

/** Characters of an update, and texts read side by side, where nothing else is said. */
const WINDOW = 64;
const STREAMS = 32;
/** What the report shows of the model's own writing. */
const SAMPLE = { length: 400, temperature: 0.8 } as const;

/** @throws E_DATA */
export function textDataset(file: string, text: string, manifest: Manifest, options: DataOptions): Dataset {
  checkModel(file, manifest);
  const characters = [...text];
  const alphabet = alphabetOf(file, characters, manifest);
  const classes = encode(characters, alphabet);
  const window = options.window ?? options.truncate ?? WINDOW;
  const held = Math.round(classes.length * options.validation);
  const [train, validation] = [classes.subarray(0, classes.length - held), classes.subarray(classes.length - held)];
  if (train.length < 2 || (options.validation > 0 && validation.length < 2))
    throw dataError(`${file} has ${plural(characters.length, 'character')}, too few to train on and to validate with`);
  const batchSize = options.batchSize ?? STREAMS;
  const truncate = Math.min(options.truncate ?? window, window);
  const { count, batches, ...data } = streamsOf(train, batchSize, window);
  const updates = batches * Math.ceil(Math.min(window, train.length - 1) / truncate);
  const kept = held > 0 ? `, the last ${grouped(held)} for validation` : '';
  return {
    train: data,
    ...(held > 0 && { validation: longStreamsOf(validation, count, window) }),
    about: { kind: 'text', alphabet: alphabet.join('') },
    summary: [
      `${file}: ${plural(characters.length, 'character')}${kept}, an alphabet of ${alphabet.length}`,
      `${plural(count, 'stream')} side by side, ${plural(updates, 'update')} an epoch, each of ${plural(truncate, 'character')}`,
    ],
    settings: { batchSize: count, stateful: true, truncate },
    show: (model) => {
      const prompt = characters.slice(0, 1).join('');
      const { length, temperature } = SAMPLE;
      const written = sampleText(model, alphabet, prompt, { length, temperature, seed: options.seed });
      return { comparisons: [], sample: { prompt, temperature, text: [...written].join('') } };
    },
  };
}

function checkModel(file: string, { name, reads, input, output, returns, loss }: Manifest): void {
  if (reads !== 'class')
    throw dataError(
      `${file} is text, and ${name} reads ${plural(input, 'number')} a time step, not classes`,
      'write "input": { "classes": 65 } in its spec, for an alphabet of 65 characters',
    );
  if (output !== input)
    throw dataError(
      `${name} reads ${plural(input, 'class', 'classes')} and gives ${plural(output, 'number')}: text needs one for each class`,
      `end its layers with { "dense": ${input} }`,
    );
  if (returns !== 'sequence') throw dataError(`${name} gives the last step alone, and every character tells the next`);
  if (loss?.name !== 'cross_entropy')
    throw dataError(`${name} has the loss ${loss?.name}, and text needs cross_entropy`, 'write "loss": "cross_entropy"');
}

/** The distinct characters in the order of their code points. @throws E_DATA where there are more than the model reads */
function alphabetOf(file: string, characters: readonly string[], { name, input }: Manifest): string[] {
  const alphabet = [...new Set(characters)].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
  if (alphabet.length <= input) return alphabet;
  throw dataError(
    `${file} has ${plural(alphabet.length, 'different character')}, and ${name} reads ${plural(input, 'class', 'classes')}: ${JSON.stringify(alphabet.join(''))}`,
    `write "input": { "classes": ${alphabet.length} } in its spec, and { "dense": ${alphabet.length} } as its last layer`,
  );
}

function encode(characters: readonly string[], alphabet: readonly string[]): Float64Array {
  const places = new Map(alphabet.map((character, i) => [character, i]));
  return Float64Array.from(characters, (character) => places.get(character)!);
}

/**
 * The classes of some text. @throws E_DATA with the place of a character outside the alphabet
 * @param name what messages call the text
 */
export function classesOf(name: string, text: string, alphabet: readonly string[]): Float64Array {
  const characters = [...text];
  const place = characters.findIndex((character) => !alphabet.includes(character));
  if (place < 0) return encode(characters, alphabet);
  throw dataError(
    `${JSON.stringify(characters[place])}, character ${place + 1} of ${name}, is not in the model's alphabet`,
    `its alphabet is ${JSON.stringify(alphabet.join(''))}`,
  );
}

/** The same for evaluation, which carries states on within a sequence only: `[streams, time]`, each stream as a whole. */
function longStreamsOf(classes: Float64Array, most: number, window: number): Data {
  const known = classes.length - 1;
  const count = Math.max(1, Math.min(most, Math.floor(known / window)));
  const time = Math.floor(known / count);
  const shape = [count, time] as const;
  return { x: tensor(classes.slice(0, count * time), shape), y: tensor(classes.slice(1, count * time + 1), shape) };
}

interface Streams extends Data {
  readonly count: number;
  readonly batches: number;
}

/**
 * A text as streams that are read side by side, each character's target being the next one: batch k holds window k of
 * every stream, `[updates * streams, window]`, and goes on where batch k - 1 ended. The end, less than a window of each
 * stream, is left out.
 */
function streamsOf(classes: Float64Array, most: number, longest: number): Streams {
  const known = classes.length - 1;
  const window = Math.min(longest, known);
  const count = Math.max(1, Math.min(most, Math.floor(known / window)));
  const time = Math.floor(known / count);
  const batches = Math.floor(time / window);
  const shape = [batches * count, window] as const;
  const [x, y] = [new Float64Array(shape[0] * window), new Float64Array(shape[0] * window)];
  for (let k = 0; k < batches; k++)
    for (let b = 0; b < count; b++) {
      const from = b * time + k * window;
      x.set(classes.subarray(from, from + window), (k * count + b) * window);
      y.set(classes.subarray(from + 1, from + window + 1), (k * count + b) * window);
    }
  return { x: tensor(x, shape), y: tensor(y, shape), count, batches };
}
