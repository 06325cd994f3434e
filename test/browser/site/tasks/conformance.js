import { report, tally } from '../../../dist/conformance/report.js';
import { runText } from '../../../dist/conformance/suite.js';

/**
 * The conformance cases of files; only failures come back in full.
 * @param {{ files: string[], variants: import('../../../conformance/network.ts').Variant[], only?: string[] }} given
 */
export async function run({ files, variants, only = [''] }) {
  const results = [];
  for (const file of files) {
    const text = await (await fetch(`../../data/conformance/${file}`)).text();
    for (const part of only) for await (const result of runText(file, text, part, variants)) results.push(result);
  }
  const failed = results.filter(({ outcome }) => outcome.kind === 'failed');
  const worst = results.map(({ outcome }) => (outcome.kind === 'skipped' ? 0 : outcome.worst));
  return {
    ...tally(results),
    worst: Math.max(...worst),
    report: failed.length ? report(failed, { allFailures: true }) : '',
  };
}
