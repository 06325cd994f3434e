/** Text from a trained character model. */
import type { Io, Result } from '../command.ts';
import { dataError } from '../data/csv.ts';
import { dataNames } from '../data/kind.ts';
import { sampleText } from '../data/sample.ts';
import { classesOf } from '../data/text.ts';
import type { GenerateOptions } from '../generate.ts';
import { checkSpecName } from '../input.ts';
import { type common, type Parsed, usage } from '../options.ts';
import { loadTrained } from './load.ts';

export async function generateText(
  { values, positionals }: Parsed<GenerateOptions & typeof common>,
  io: Io,
): Promise<Result> {
  const [spec, weights, ...more] = positionals;
  if (spec === undefined || weights === undefined || more.length > 0)
    usage(
      `generate takes a spec and weights, not ${positionals.length}`,
      'write cellc generate model.json model/weights.safetensors',
    );
  checkSpecName(spec);
  const { model, about } = await loadTrained(spec, weights, io);
  if (about.kind !== 'text') throw dataError(`${weights} was trained on ${dataNames[about.kind]}, and not on text`);
  const alphabet = [...about.alphabet];
  const { prompt = '', length, temperature, seed } = values;
  classesOf('the prompt', prompt, alphabet);
  const written = sampleText(model, alphabet, prompt, { length, temperature, seed });
  if (values.json) return { json: { prompt, text: [...written].join(''), temperature, seed }, text: '', code: 0 };
  io.out(prompt);
  for (const character of written) io.out(character);
  io.out('\n');
  return { json: undefined, text: '', code: 0 };
}
