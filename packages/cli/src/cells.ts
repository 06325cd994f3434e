/** cellc cells: what ships with the compiler. */
import { CellcError, parseCell, shelves } from '@cellc/compiler';
import { command } from './command.ts';
import { columns, styled } from './format.ts';
import { suggestion, usage } from './options.ts';

const titles = { cell: 'cells', loss: 'losses', optimizer: 'optimizers' } as const;
type Shelf = keyof typeof titles;
const kinds = Object.keys(titles) as Shelf[];

export const cells = command({
  name: 'cells',
  args: '[NAME]',
  summary: 'list the shipped cells, losses and optimisers, or print one',
  about: `Lists what a spec can name without a path. With a name, prints that file: the equations to read, or to
start a cell of your own from.`,
  example: `cellc cells gru > my.cell`,
  failure: 'nothing has that name',
  options: {},
  async run({ positionals }, { color }) {
    const [name, ...more] = positionals;
    if (more.length > 0) usage(`cells takes one name, not ${positionals.length}`);
    return name === undefined ? list(color) : show(name);
  },
});

function list(color: boolean): { json: object; text: string; code: 0 } {
  const style = styled(color);
  const entries = kinds.map(
    (kind) =>
      [
        titles[kind],
        Object.entries(shelves[kind].texts).map(([name, text]) => ({ name, doc: headline(name, text) })),
      ] as const,
  );
  const text = entries.map(
    ([title, found]) =>
      `${style('bold', title)}\n${columns(
        found.map(({ name, doc }) => [name, doc]),
        'll',
        '  ',
      )}`,
  );
  return { json: Object.fromEntries(entries), text: text.join('\n'), code: 0 };
}

/** The first sentence of the file's comment, without its source. */
function headline(name: string, text: string): string {
  const doc = parseCell({ name, text }).doc.replace(/\s+/g, ' ');
  return doc.split(/ \(|\. |\.$|, as the equations|: steps /)[0]!;
}

function show(name: string): { json: object; text: string; code: 0 } {
  const kind = kinds.find((shelf) => Object.hasOwn(shelves[shelf].texts, name));
  if (kind) {
    const text = (shelves[kind].texts as Readonly<Record<string, string>>)[name]!;
    return { json: { name, kind, text }, text: text.trimEnd(), code: 0 };
  }
  const all = kinds.flatMap((shelf) => Object.keys(shelves[shelf].texts));
  throw new CellcError('E_UNKNOWN_CELL', `nothing shipped is called '${name}'`, {
    hint: suggestion(name, all, 'shipped: '),
  });
}
