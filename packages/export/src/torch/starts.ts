/** How parameters start, as calls of torch.nn.init. */
import type { Initializer } from '@cellc/compiler';
import type { Unit } from '@cellc/compiler/graph';

/** The lines of `reset_parameters`, without indentation: for each layer what most of its parameters start as, then the others. */
export function startLines(layers: readonly (readonly Unit[])[]): string[] {
  return layers.flatMap((units) => {
    const { name, init } = units[0]!.layer;
    const starts = units.flatMap(({ path, shapes }) =>
      shapes.params.map((param) => ({ path: `${path}.${param}`, call: callOf(init(param, shapes.shape(param))) })),
    );
    const counts = new Map<string, number>();
    for (const { call } of starts) counts.set(call, (counts.get(call) ?? 0) + 1);
    const [usual] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
    if (usual === undefined) return [];
    return [
      `for parameter in self.${name}.parameters():`,
      `    ${usual.replace('%', 'parameter')}`,
      ...starts.flatMap(({ path, call }) =>
        call === usual ? [] : [call.replace('%', `self.get_parameter("${path}")`)],
      ),
    ];
  });
}

function callOf(start: Initializer): string {
  if (typeof start === 'number') return `nn.init.constant_(%, ${start})`;
  if (typeof start === 'string') return `nn.init.${start}_(%)`;
  if ('uniform' in start) return `nn.init.uniform_(%, ${-start.uniform}, ${start.uniform})`;
  return `nn.init.normal_(%, std=${start.normal})`;
}
