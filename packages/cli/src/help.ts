/** Help that teaches: what a command is for, an example, every option, exit codes. */
import type { Command } from './command.ts';
import { columns, indented, type Style } from './format.ts';
import { common, type Option, type Options, placeholder } from './options.ts';

export function overview(commands: readonly Command[], version: string, style: Style): string {
  return [
    `cellc ${version}, the recurrent-cell compiler: write the equations, import the kernels.`,
    '',
    `${style('bold', 'usage')} cellc COMMAND [options]`,
    '',
    columns(
      commands.map(({ name, args, summary }) => [`${name} ${args}`, summary]),
      'll',
      '  ',
    ),
    '',
    'cellc COMMAND --help says more. cellc --version prints the version.',
  ].join('\n');
}

export function commandHelp(command: Command, style: Style): string {
  const options: Options = { ...command.options, ...common };
  const rows = Object.entries(options).map(([name, option]) => [
    `--${name} ${placeholder(option)}`.trimEnd(),
    (option.for ? `${option.for.join(', ')}: ` : '') + option.doc + preset(option),
  ]);
  const exits = [
    ['0', 'all is well'],
    ['1', command.failure],
    ['2', 'the command line is wrong'],
  ];
  return [
    `cellc ${command.name}: ${command.summary}`,
    '',
    `${style('bold', 'usage')} cellc ${command.name} ${command.args} [options]`,
    '',
    command.about,
    '',
    style('bold', 'example'),
    indented(`$ ${command.example}`),
    '',
    style('bold', 'options'),
    columns(rows, 'll', '  '),
    '',
    style('bold', 'exit codes'),
    columns(exits, 'll', '  '),
  ].join('\n');
}

const preset = (option: Option): string =>
  'default' in option && option.default !== undefined ? ` (default ${option.default})` : '';
