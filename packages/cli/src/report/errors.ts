/** How far predictions are off. */
import type { Comparison } from '../data/dataset.ts';
import { figure } from '../format.ts';

/** `RMSE 15.0 over 200 rows, against 16.1 for persistence (nothing changes)` */
export function errorsOf({ truth, prediction, persistence, axis }: Comparison): string {
  const rmse = (values: readonly number[]): string =>
    figure(Math.sqrt(values.reduce((sum, value, i) => sum + (value - truth[i]!) ** 2, 0) / truth.length));
  const against = persistence ? `, against ${rmse(persistence)} for persistence (nothing changes)` : '';
  return `RMSE ${rmse(prediction)} over the last ${truth.length} ${axis}s${against}`;
}
