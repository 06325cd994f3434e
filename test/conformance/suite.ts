/** Runs the cases of a conformance file on variants. Runs in browsers, too. */
import { type Comparison, type Worst, worst } from './compare.ts';
import { type Case, Malformed, type Parsed, parseFile, Skip } from './format.ts';
import { giveUpModels, targets, type Variant } from './network.ts';
import { checkTorch } from './torch.ts';
import { checkTraining } from './training.ts';
import { checkVariant } from './variants.ts';

export type Check = (of: Case, variant: Variant) => Promise<Comparison[]>;

/** What is right about a case that is refused: the error names what it says. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** What needs more than the compiler and the runtime: checks by op, and other formats of files. */
export interface More {
  readonly checks: ReadonlyMap<string, Check>;
  /** The cases of a file of another schema, if it is known. */
  readonly casesOf: (schema: string, text: string) => readonly (Case | Malformed)[] | undefined;
}

/** What runs a case, by its op. */
const checks = new Map<string, Check>([
  ['torch.nn.LSTM', checkTorch],
  ['torch.nn.GRU', checkTorch],
  ['torch.nn.RNN', checkTorch],
  ['training', checkTraining],
]);

/** A case of any other op can be run where it carries the text of its cell. */
function checkOf({ op, fields }: Case, more: More | undefined): Check {
  const check = checks.get(op) ?? more?.checks.get(op) ?? (typeof fields.cell === 'string' ? checkVariant : undefined);
  if (!check) throw new Skip(`needs another runner (op ${op})`);
  return check;
}

/** WebAssembly computes in single precision alone. */
export const variants: readonly Variant[] = targets.flatMap((target) =>
  (['f32', 'f64'] as const)
    .filter((precision) => target === 'js' || precision === 'f32')
    .map((precision) => ({ target, precision })),
);

export type Outcome =
  /** `worst` is the largest error relative to what is allowed. */
  | { readonly kind: 'passed'; readonly worst: number }
  /** The tensors that are off, worst first, or what went wrong instead. */
  | { readonly kind: 'failed'; readonly worst: number; readonly tensors: readonly Worst[]; readonly message?: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/** Without `id` it is about the whole file, without `variant` about all variants. */
export interface Result {
  readonly file: string;
  readonly id?: string;
  readonly op?: string;
  readonly variant?: Variant;
  readonly outcome: Outcome;
}

/** The cases of one file's text; `only` takes those whose id contains it. */
export async function* runText(
  file: string,
  text: string,
  only = '',
  on: readonly Variant[] = variants,
  more?: More,
): AsyncGenerator<Result> {
  let parsed: Parsed;
  try {
    parsed = parseFile(text);
    const cases = parsed.kind === 'other' && parsed.schema ? more?.casesOf(parsed.schema, text) : undefined;
    if (cases) parsed = { kind: 'cases', cases };
  } catch (error) {
    yield { file, outcome: failure(error) };
    return;
  }
  if (parsed.kind === 'other') {
    if (parsed.schema && !only)
      yield { file, outcome: { kind: 'skipped', reason: `needs another runner (schema ${parsed.schema})` } };
    return;
  }
  for (const of of parsed.cases) {
    if (of instanceof Malformed) yield { file, outcome: failure(of) };
    else if (of.id.includes(only))
      for (const variant of on)
        yield {
          file,
          id: of.id,
          op: of.op,
          variant,
          outcome: await outcomeOf(async () => checkOf(of, more)(of, variant)),
        };
  }
}

export async function outcomeOf(check: () => Promise<Comparison[]>): Promise<Outcome> {
  try {
    const comparisons = await check();
    if (comparisons.length === 0) throw new Malformed('the case states no output and no gradient');
    const found = comparisons.map(worst);
    const tensors = found.filter(({ ratio }) => !(ratio <= 1)).sort((a, b) => b.ratio - a.ratio);
    const largest = Math.max(...found.map(({ ratio }) => ratio));
    return tensors.length ? { kind: 'failed', worst: largest, tensors } : { kind: 'passed', worst: largest };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'passed', worst: 0 };
    return error instanceof Skip ? { kind: 'skipped', reason: error.message } : failure(error);
  } finally {
    giveUpModels();
  }
}

export function failure(error: unknown): Outcome {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { kind: 'failed', worst: Infinity, tensors: [], message };
}
