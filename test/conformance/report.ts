/** Results as text: a table by file and variant, why cases were skipped, what failed, and the totals. */
import type { Outcome, Result } from './suite.ts';

/** So many failing cases are shown in full; `--list-failures` shows all. */
const shown = 10;

export function report(results: readonly Result[], options: { allFailures: boolean }): string {
  const failed = results.filter(({ outcome }) => outcome.kind === 'failed');
  const listed = options.allFailures ? failed : failed.slice(0, shown);
  const rest = failed.length - listed.length;
  return [
    table(results),
    skips(results),
    ...listed.map(failureText),
    rest > 0 ? `… and ${rest} more failures: --list-failures shows them` : '',
    totals(results),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

export function totals(results: readonly Result[]): string {
  const { passed, failed, skipped } = tally(results);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

export function tally(results: readonly Result[]): Record<Outcome['kind'], number> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { outcome } of results) counts[outcome.kind]++;
  return counts;
}

function table(results: readonly Result[]): string {
  const groups = groupBy(results, ({ file, variant }) => `${file}\0${variantText(variant)}`);
  const rows = [...groups].map(([key, group]) => {
    const { passed, failed, skipped } = tally(group);
    const ratios = group.flatMap(({ outcome }) => (outcome.kind === 'skipped' ? [] : [outcome.worst]));
    const worst = ratios.length ? Math.max(...ratios).toPrecision(2) : '';
    return [...key.split('\0'), String(passed), String(failed), String(skipped), worst];
  });
  return columns([['file', 'target', 'passed', 'failed', 'skipped', 'error/tolerance'], ...rows]);
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** Texts to the left, numbers to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const cell = (text: string, i: number) => (i < 2 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!));
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

function skips(results: readonly Result[]): string {
  const reasons = results.flatMap(({ file, outcome }) =>
    outcome.kind === 'skipped' ? [`${file}: ${outcome.reason}`] : [],
  );
  return [...groupBy(reasons, (reason) => reason)]
    .map(([reason, { length }]) => `skipped ${length}  ${reason}`)
    .join('\n');
}

function failureText({ file, id, variant, outcome }: Result): string {
  if (outcome.kind !== 'failed') return '';
  const title = `FAILED ${[file, id, variant && variantText(variant)].filter(Boolean).join(' ')}`;
  const lines = outcome.tensors.map(
    ({ name, index, expected, got, allowed, ratio }) =>
      `${name}[${index.join(', ')}]: expected ${expected}, got ${got}, off by ${Math.abs(got - expected).toPrecision(3)}, ` +
      `tolerance ${allowed.toPrecision(3)} (${ratio.toPrecision(3)} times that)`,
  );
  return [title, ...(outcome.message?.split('\n') ?? []), ...lines].join('\n  ');
}

function variantText(variant: Result['variant']): string {
  return variant ? `${variant.target}/${variant.precision}` : '-';
}
