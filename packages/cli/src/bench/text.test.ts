import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scheduleFor } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { folder } from '../testing.ts';
import { resultOf } from './bench.ts';
import type { Candidate } from './candidates.ts';
import { tuningCsv } from './csv.ts';
import { tuningPage } from './page.ts';
import { progress } from './progress.ts';
import { type Report, sectionOf, verdictsOf } from './report.ts';
import { digits, tuningText, unitOf } from './text.ts';
import type { Timed, Tuned } from './tuner.ts';
import { modes } from './variants.ts';
import type { Work } from './workload.ts';

const base = scheduleFor('wasm');
const candidate = (changes: string, isDefault = false): Candidate => ({
  mode: modes.wasm[0],
  schedule: isDefault ? base : { ...base, tile: 16 },
  name: `wasm ${changes}`,
  isDefault,
  flags: [],
  code: '',
  bytes: 30_000,
  gzip: 12_345,
  error: 3.8e-7,
});
const [slow, fast, out] = [candidate('default', true), candidate('tile <16>'), candidate('tile 4')];
const timed = (of: Candidate, times: number[], ratio: number, final = true): Timed => ({
  candidate: of,
  times,
  ratio,
  isWinner: of === fast,
  isFinalist: final,
  peak: final ? times.map(() => 20e9) : [],
});
const tuned: Tuned = {
  target: 'wasm',
  schedules: 36,
  different: 4,
  missing: ['wasm relaxed'],
  excluded: [{ name: 'wasm rows 8', wrong: 'd lstm1.W_xi is off by 2.0e-1, more than 0.0001' }],
  timed: new Map<Work, Timed[]>([
    [
      'step',
      [
        timed(slow, [2e-6, 2.2e-6, 1.8e-6], 1),
        timed(fast, [1e-6, 1e-6, 1e-6], 0.5),
        timed(out, [4e-6, 4e-6, 4e-6], 2, false),
      ],
    ],
  ]),
  noise: new Map([['step', 0.02]]),
  choices: [{ candidate: fast, ratio: 0.5, ratios: new Map([['step', 0.5]]) }],
};
const report: Report = {
  name: 'm',
  configuration: 'f',
  version: '0.1.0',
  engine: { v8: '11.3', arch: 'x64', node: '20.19.0' },
  cpu: 'a processor',
  T: 100,
  B: 32,
  peakGflops: 20,
  sections: [sectionOf('step', { T: 100, B: 32 }, 5000, [tuned])],
  tried: [tuned],
  verdicts: verdictsOf([tuned]),
};
const plain = (_: unknown, text: string): string => text;

test('the table: finalists, the winner marked, what is wrong in the open', () => {
  expect(tuningText(report, undefined, plain).split('\n')).toEqual([
    'm: Node.js 20.19.0 on a processor, peak 20.0 GFLOP/s',
    'wasm: 36 schedules, 4 of which give different code; 1 excluded, for not agreeing with the oracle',
    'wasm relaxed: not on this engine',
    'EXCLUDED wasm rows 8: d lstm1.W_xi is off by 2.0e-1, more than 0.0001',
    '',
    'one step           median     spread      ops/s  GFLOP/s  of peak     gzip   error  against default',
    '  wasm default    2.00 µs  1.90–2.10    500,000     2.50     13 %  12.3 kB  3.8e-7',
    '* wasm tile <16>  1.00 µs  1.00–1.00  1,000,000     5.00     25 %  12.3 kB  3.8e-7    0.50 × ± 0.02',
    '  and 1 schedule left behind in the heats',
    '',
    "wasm: tile <16> takes 0.50 of the default's time",
    '--save keeps this for cellc compile',
  ]);
  expect(tuningText(report, 'm.tuning.json', plain)).toMatch(/\nm\.tuning\.json: cellc compile of m uses it$/);
});

test('what only an engine with a flag runs is marked', () => {
  const flags = ['--some-flag'];
  const mode = modes.wasm[2]!;
  const relaxed = { ...fast, mode, name: 'wasm relaxed default', flags };
  const timedSome: Tuned = {
    ...tuned,
    timed: new Map([['step', [timed(slow, [2e-6], 1), timed(relaxed, [1e-6], 1)]]]),
    choices: [{ candidate: relaxed, ratio: 1, ratios: new Map([['step', 1]]) }],
  };
  const marked = {
    ...report,
    sections: [sectionOf('step', { T: 100, B: 32 }, 5000, [timedSome])],
    verdicts: verdictsOf([timedSome]),
  };
  expect(tuningText(marked, undefined, plain)).toContain(
    '\nwasm relaxed: timed with node --some-flag, without which this engine has no relaxed SIMD\n',
  );
  expect(tuningPage(marked)).toContain('<li>wasm relaxed --some-flag: ');
  expect(tuningCsv(marked)).toMatch(/3\.8e-7,--some-flag\n$/);
});

test('where a file cannot be written, the table is shown and the others are written', async () => {
  const { path: cwd } = await folder({ busy: '' });
  const places = { csv: 'busy/m.csv', html: 'm.html', save: undefined };
  const { text, failed } = await resultOf(report, [tuned], places, { cwd, color: false });
  expect(text).toMatch(/^m: Node\.js 20\.19\.0 on a processor/);
  expect(failed?.message).toBe('E_FILE: busy cannot be written: a file of that name is in the way');
  expect(await readFile(join(cwd, 'm.html'), 'utf8')).toContain('<svg');
});

test('a busy machine is told', () => {
  const noisy = { ...report, sections: [{ ...report.sections[0]!, noise: { wasm: 0.7 } }] };
  expect(tuningText(noisy, undefined, plain)).toContain(
    '\n\nThe same code took up to 70 % longer in one process than in another: this machine is busy.\n\n',
  );
});

test('comma-separated values have every variant', () => {
  const [head, ...lines] = tuningCsv(report).trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  const row = Object.fromEntries(head!.split(',').map((name, i) => [name, lines[1]!.split(',')[i]]));
  expect(row).toMatchObject({
    ...{ model: 'm', workload: 'step', steps: '1', batch: '1', target: 'wasm', variant: 'wasm tile <16>' },
    ...{ default: 'false', winner: 'true', final: 'true', median_s: '0.000001', ops_per_s: '1000000' },
    ...{ gflops: '5', share_of_peak: '0.25', ratio: '0.5', noise: '0.02', gzip_bytes: '12345', worst_error: '3.8e-7' },
  });
  expect(lines[2]).toContain('wasm tile 4,false,false,false,');
  expect(tuningCsv({ ...report, name: 'a,"b"' })).toContain('\n"a,""b""",step');
});

test('the page stands alone, has a bar for every variant, and escapes names', () => {
  const page = tuningPage(report);
  expect(page.match(/<rect /g)).toHaveLength(3);
  expect(page).toContain('wasm tile &lt;16&gt;');
  expect(page).not.toContain('<16>');
  expect(page).toContain('d lstm1.W_xi is off by 2.0e-1');
  expect(page).not.toMatch(/(src|href)=/);
});

test('figures and units', () => {
  expect([0.1234, 1.234, 12.34, 1234.5].map(digits)).toEqual(['0.123', '1.23', '12.3', '1,235']);
  expect([1e-7, 1e-3, 2].map((seconds) => unitOf(seconds).name)).toEqual(['µs', 'ms', 's']);
});

test('progress: lines in a log, one line on a terminal', () => {
  const show = (columns: number | undefined): string => {
    let [text, time] = ['', 0];
    const watch = progress({ columns, write: (part) => (text += part), now: () => (time += 1000) });
    watch.phase('wasm: heat 1 of 2');
    watch.share(0.5);
    watch.end();
    return text;
  };
  expect(show(undefined)).toBe('wasm: heat 1 of 2\n');
  const bar = (done: number): string => `\r\x1b[K${'█'.repeat(done)}${'░'.repeat(20 - done)}  wasm: h`;
  expect(show(30)).toBe(`${bar(0)}${bar(10)}\r\x1b[K`);
});
