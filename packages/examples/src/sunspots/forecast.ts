/** Forecasts of the next year's value, and their errors. */
import type { Model } from '@cellc/runtime';
import type { Scale, Series } from './series.ts';

/** For every year from `from` on: what was observed, what was forecast, and the year before as the forecast. */
export interface Forecast {
  readonly years: readonly number[];
  readonly observed: readonly number[];
  readonly model: readonly number[];
  readonly persistence: readonly number[];
}

/**
 * Streams the whole series through the model, one `step` for each year. A year's forecast is made from the years before
 * it and nothing else; the true value is fed in only afterwards.
 */
export function forecast(model: Model, { years, values }: Series, scale: Scale, from: number): Forecast {
  model.reset();
  const next = values.map((value) => Math.max(0, scale.from(model.step([scale.to(value)])[0]!)));
  const start = years.indexOf(from);
  return {
    years: years.slice(start),
    observed: values.slice(start),
    model: next.slice(start - 1, -1),
    persistence: values.slice(start - 1, -1),
  };
}

export interface Errors {
  /** Root of the mean squared error. */
  readonly rmse: number;
  /** Mean absolute error. */
  readonly mae: number;
}

export function errorsOf(forecast: readonly number[], observed: readonly number[]): Errors {
  const errors = forecast.map((value, i) => value - observed[i]!);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { rmse: Math.sqrt(mean(errors.map((error) => error * error))), mae: mean(errors.map(Math.abs)) };
}
