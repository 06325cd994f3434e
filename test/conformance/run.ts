/** Command line of the conformance runner: `npm run conformance -- PATH...`. */
import { parseArgs } from 'node:util';
import { runFolders } from './folders.ts';
import { report, tally, totals } from './report.ts';
import type { Result } from './suite.ts';

const usage = `usage: npm run conformance -- PATH... [--only ID] [--list-failures] [--json]

Runs every case of the format rnn-conformance/1 in these files, folders and their subfolders. Exits with 1 where one
fails, or cannot be run.
  --only ID         only the cases whose id contains ID
  --list-failures   show every failure, not only the first ten
  --json            print the results as JSON`;

function parse() {
  const options = {
    only: { type: 'string', default: '' },
    'list-failures': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  return parseArgs({ options, allowPositionals: true });
}

function progress(done: number, { file, id }: Result): void {
  if (!process.stderr.isTTY) return;
  const width = (process.stderr.columns ?? 80) - 1;
  process.stderr.write(`\r\x1b[K${`${done}  ${file} ${id ?? ''}`.slice(0, width)}`);
}

async function main(): Promise<number> {
  const { values, positionals } = parse();
  if (values.help || positionals.length === 0) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const results: Result[] = [];
  for await (const result of runFolders(positionals, values.only)) progress(results.push(result), result);
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  if (results.length === 0) {
    console.error(`no case${values.only && ` with ${values.only} in its id`} in ${positionals.join(', ')}`);
    console.log(totals(results));
    return 2;
  }
  const counts = tally(results);
  if (values.json) console.log(JSON.stringify({ ...counts, results }, null, 2));
  else console.log(report(results, { allFailures: values['list-failures'] }));
  // What was not run proves nothing.
  return counts.failed || counts.skipped ? 1 : 0;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 2;
});
