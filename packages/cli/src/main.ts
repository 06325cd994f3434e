/** The command line: finds the command, runs it, and reports errors as text or JSON. */
import { CellcError, version } from '@cellc/compiler';
import { RuntimeError } from '@cellc/runtime';
import { bench } from './bench.ts';
import { cells } from './cells.ts';
import { check } from './check.ts';
import type { Command, Io } from './command.ts';
import { compile } from './compile.ts';
import { describe } from './errors.ts';
import { explain } from './explain.ts';
import { exportCommand } from './export.ts';
import { styled } from './format.ts';
import { generate } from './generate.ts';
import { commandHelp, overview } from './help.ts';
import { importCommand } from './import.ts';
import { common, parseOptions, suggestion, usage } from './options.ts';
import { run as runCommand } from './run.ts';
import { train } from './train.ts';

/** In the order that help lists them. Their runs take the values of their own options, which `parseOptions` makes. */
export const commands = [
  compile,
  explain,
  check,
  bench,
  train,
  runCommand,
  generate,
  importCommand,
  exportCommand,
  cells,
] as readonly Command[];

/** @returns the exit code: 0, 1 where the input is wrong or a check failed, 2 where the command line is wrong */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (!(error instanceof CellcError || error instanceof RuntimeError)) throw error;
    if (args.includes('--json')) io.out(`${JSON.stringify({ error: describe(error) })}\n`);
    else io.err(`${colored(error.message, io)}\n`);
    return error.code === 'E_OPTION' ? 2 : 1;
  }
}

async function dispatch([name, ...args]: readonly string[], io: Io): Promise<number> {
  const style = styled(io.color);
  if (name === '--version') io.out(`${version}\n`);
  else if (name === '--help' || name === 'help') io.out(`${overview(commands, version, style)}\n`);
  if (name === '--version' || name === '--help' || name === 'help') return 0;
  const names = commands.map((command) => command.name);
  const command = commands.find((candidate) => candidate.name === name);
  if (name === undefined) usage('there is no command', `commands: ${names.join(', ')}; cellc --help says more`);
  if (!command) usage(`unknown command '${name}'`, suggestion(name, names, 'commands: '));
  const parsed = parseOptions(args, { ...command.options, ...common });
  if (parsed.values.help) {
    io.out(`${commandHelp(command, style)}\n`);
    return 0;
  }
  const { json, text, code, failed } = await command.run(parsed, io);
  const whole = failed ? { ...json, error: describe(failed) } : json;
  const shown = parsed.values.json ? JSON.stringify(whole, null, 2) : text;
  if (shown !== '') io.out(`${shown}\n`);
  if (failed && !parsed.values.json) io.err(`${colored(failed.message, io)}\n`);
  return failed ? 1 : code;
}

/** The code of an error in red. */
function colored(message: string, { color }: Io): string {
  const [code] = message.split(':');
  return styled(color)('red', code!) + message.slice(code!.length);
}

/** Runs on the process's own arguments and streams. */
export async function main(): Promise<void> {
  // A reader that has seen enough, such as head, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  // Nor is one that does not want to see progress: the work goes on.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.exitCode = await run(process.argv.slice(2), {
    cwd: process.cwd(),
    color: process.stdout.isTTY === true && process.stderr.isTTY === true && !process.env.NO_COLOR,
    out: (text) => process.stdout.write(text),
    // Some terminals do not know how wide they are.
    columns: process.stderr.isTTY ? process.stderr.columns || 80 : undefined,
    err: (text) => process.stderr.write(text),
    onInterrupt,
  });
}

/** The second Ctrl-C ends the process, as if nobody listened. */
function onInterrupt(stop: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const forget = (): void => {
    for (const signal of signals) process.off(signal, once);
  };
  const once = (): void => {
    forget();
    stop();
  };
  for (const signal of signals) process.on(signal, once);
  return forget;
}
