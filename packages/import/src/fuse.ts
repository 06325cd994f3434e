/** A product, a bias added to it and a function of the sum become one dense layer, where nothing else reads the parts. */
import { inputsOf, isSource, type Make, type Net, type Part, type Source, type Value } from './net.ts';

/** The net with dense layers made whole; values that nothing reads are gone. */
export function fuse(net: Net): Net {
  const roots = [...net.output, ...net.loops.flatMap(({ states }) => states.flatMap(({ next }) => next))].map(
    ({ value }) => value,
  );
  const uses = countUses(roots);
  const images = new Map<Value, Value>();
  const merged = new Map<Value, Value>();
  const image = (value: Value): Value => {
    const own = images.get(value) ?? value;
    return merged.get(own) ?? own;
  };
  const source = (of: Source): Source => of.map((part): Part => ({ ...part, value: image(part.value) }));
  const values: Value[] = [];
  for (const value of net.values) {
    // An input that nothing reads has its place among the others.
    if (!uses.has(value) && value.make.kind !== 'input') continue;
    const made = mapMake(value.make, image, source);
    const absorbed = absorb(value, made, uses);
    const { make, instead } = absorbed ?? { make: made };
    if (instead) values.splice(values.indexOf(instead), 1);
    // The layer is called as its product is.
    const result = { ...value, name: instead?.name ?? value.name, make };
    images.set(value, result);
    if (instead) merged.set(instead, result);
    uses.set(result, uses.get(value) ?? 0);
    values.push(result);
  }
  return {
    ...net,
    values,
    output: source(net.output),
    loops: net.loops.map((loop) => ({
      ...loop,
      values: loop.values.filter((value) => uses.has(value)).map(image),
      states: loop.states.map(({ previous, next }) => ({ previous: image(previous), next: source(next) })),
    })),
  };
}

/** How many values read a value; those that the outputs do not need are missing. */
function countUses(roots: readonly Value[]): Map<Value, number> {
  const uses = new Map<Value, number>();
  const stack = [...roots];
  const seen = new Set<Value>();
  for (const root of roots) uses.set(root, (uses.get(root) ?? 0) + 1);
  while (stack.length) {
    const value = stack.pop()!;
    if (seen.has(value)) continue;
    seen.add(value);
    for (const input of new Set(inputsOf(value.make))) {
      uses.set(input, (uses.get(input) ?? 0) + 1);
      stack.push(input);
    }
  }
  return uses;
}

function mapMake(make: Make, image: (value: Value) => Value, source: (of: Source) => Source): Make {
  if (make.kind === 'input' || make.kind === 'previous') return make;
  if (make.kind !== 'point') return { ...make, input: source(make.input) };
  const args = make.args.map((arg) => (isSource(arg) ? source(arg) : { ...arg, scalar: image(arg.scalar) }));
  return { ...make, args };
}

/** The dense layer that a bias or a function completes, and the layer it replaces. */
function absorb(
  value: Value,
  make: Make,
  uses: ReadonlyMap<Value, number>,
): { make: Make; instead: Value } | undefined {
  if (make.kind !== 'point' || make.role === undefined || make.args.length !== 1) return undefined;
  const [arg] = make.args;
  if (!arg || !isSource(arg) || arg.length !== 1) return undefined;
  const { value: dense, from, to } = arg[0]!;
  if (dense.make.kind !== 'dense' || uses.get(dense) !== 1 || from !== 0 || to !== dense.size) return undefined;
  if (value.size !== dense.size || dense.make.activation) return undefined;
  if (make.role !== 'bias') return { make: { ...dense.make, activation: make.role }, instead: dense };
  const { tensor: b, name } = make.params[0]!;
  const names = { ...dense.make.names, b: name };
  return dense.make.b ? undefined : { make: { ...dense.make, b, names }, instead: dense };
}
