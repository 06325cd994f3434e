/** What a run in a browser found. */
import type { Comparison } from '../peers/results.ts';
import type { Machine } from './machine.ts';

export interface PageResults extends Comparison {
  readonly cellc: string;
  readonly date: string;
  /** `Chromium 150.0`, or what a page knows of its browser. */
  readonly browser: string;
  readonly page: Machine;
  /** What is known of the computer beneath. */
  readonly host: string;
  /** What else is to be said of this run. */
  readonly remark?: string;
}
