import { moreWith } from '../../../dist/conformance/more.js';
import { report, tally } from '../../../dist/conformance/report.js';
import { runText } from '../../../dist/conformance/suite.js';

/**
 * The conformance cases of some files on a variant, those with one of the given parts in their names; only failures come
 * back in full, and why cases were skipped.
 * @param {{ files: readonly (readonly [string, readonly string[]])[], variant: import('../../../conformance/network.ts').Variant }} given
 */
export async function run({ files, variant }) {
  const results = [];
  for (const [file, parts] of files) {
    const address = new URL(`../../../data/conformance/${file}`, import.meta.url);
    const text = await (await fetch(address)).text();
    const more = moreWith(text, async (name) => {
      const response = await fetch(new URL(name, address));
      return new Uint8Array(await response.arrayBuffer());
    });
    for (const part of parts)
      for await (const result of runText(file, text, part, [variant], more)) results.push(result);
  }
  const failed = results.filter(({ outcome }) => outcome.kind === 'failed');
  const worst = results.map(({ outcome }) => (outcome.kind === 'skipped' ? 0 : outcome.worst));
  return {
    ...tally(results),
    worst: Math.max(0, ...worst),
    report: failed.length ? report(failed, { allFailures: true }) : '',
    reasons: results.flatMap(({ id, outcome }) => (outcome.kind === 'skipped' ? [`${id}: ${outcome.reason}`] : [])),
  };
}
