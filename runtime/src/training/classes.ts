/** What counts classes, and so says nothing of targets that are none. */
import { fail } from '../error.ts';
import type { Loss } from '../module.ts';
import { type Dataset, lengthOf, weightOf } from './dataset.ts';
import type { Metric } from './options.ts';

interface Counting {
  readonly metrics: readonly Metric[];
  readonly classWeights?: readonly number[] | undefined;
}

const counting: readonly Metric[] = ['accuracy', 'perplexity'];
/** Losses that compare shares of classes: any numbers from 0 to 1. */
const ofShares: readonly string[] = ['cross_entropy', 'bce', 'bce_logits'];

/** Whether data has classes, where something counts them. @throws E_OPTION */
export function checkClasses(set: Dataset, { name, target }: Loss, { metrics, classWeights }: Counting): void {
  const asked = classWeights ? 'classWeights' : metrics.find((metric) => counting.includes(metric));
  const { data, start, row: perRow, step } = set.y;
  const counted = { ...set, classWeights: undefined };
  if (asked === undefined || ofShares.includes(name) || step !== target.size) return;
  for (let row = 0; row < set.sequences; row++)
    for (let t = 0; t < (target.rows === 'steps' ? lengthOf(set, row) : 1); t++) {
      if (weightOf(counted, row, t) === 0) continue;
      const at = start + row * perRow + t * step;
      let sum = 0;
      for (let i = at; i < at + step; i++) sum += data[i] === 0 || data[i] === 1 ? data[i]! : Number.NaN;
      // One output tells one of two classes.
      if (sum === 1 || (step === 1 && sum === 0)) continue;
      const what = step === 1 ? String(data[at]) : `[${Array.from(data.subarray(at, at + step)).join(', ')}]`;
      fail(
        'E_OPTION',
        `${asked} is about classes, and the target of sequence ${row + 1} is ${what} with the loss ${name}`,
        'classes are numbers 0, 1, … or one-hot vectors; rmse and mae are for other targets',
      );
    }
}
