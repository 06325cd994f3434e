/** What a compiled module says about itself: the runtime's side of the contract. */

import type { Manifest, Param, Piece, Region, State } from '@cellc/runtime/module';
import type { Block } from '../ir/step.ts';
import type { Model } from '../model/resolve.ts';
import type { Analysed } from '../schedule/analyse.ts';
import type { Buffer } from '../schedule/memory.ts';
import type { Lowered } from '../schedule/model.ts';

export interface ManifestOptions {
  readonly precision: 'f32' | 'f64';
  readonly version: string;
  readonly hash: string;
}

export function manifestOf(model: Model, lowered: Lowered, { precision, version, hash }: ManifestOptions): Manifest {
  const { io, loss, optimizer, memory } = lowered;
  const { stream, training } = io;
  // Deferred products read whole regions, also past a sequence's end.
  const isRowwise = (buffer: Buffer): boolean =>
    (buffer.rows === 'steps' || buffer.rows === 'slots') && buffer !== io.active && buffer !== io.x;
  const zeroWhenRagged = memory.buffers.filter(isRowwise).map(region);
  return {
    format: 'cellc/1',
    name: model.name,
    target: 'js',
    precision,
    hash,
    version,
    input: model.input,
    output: model.output,
    returns: model.returns,
    arena: memory.total,
    values: lowered.values,
    params: lowered.units.flatMap(({ analysed }) => paramsOf(analysed)),
    states: lowered.units.flatMap(({ analysed, code }) =>
      code.states.map(
        (state): State => ({
          name: `${analysed.path}.${state.name}`,
          shape: state.shape,
          direction: state.direction,
          ...(state.step && { step: region(state.step) }),
          run: region(state.run),
          ...(state.cotangent && { cotangent: region(state.cotangent) }),
        }),
      ),
    ),
    ...(stream && { stream: { x: region(stream.x), y: region(stream.y) } }),
    x: region(io.x),
    y: region(io.y),
    active: region(io.active),
    last: region(io.last),
    ...(training && {
      training: { gradients: training.gradients, gy: region(training.gy), gx: region(training.gx), zeroWhenRagged },
    }),
    ...(loss && {
      loss: { name: loss.name, target: region(loss.target), value: region(loss.value), scale: region(loss.scale) },
    }),
    ...(optimizer && {
      optimizer: {
        name: optimizer.name,
        moments: optimizer.moments,
        scalars: optimizer.scalars.map(({ name, buffer, default: value }) => ({
          name,
          at: buffer.at[0],
          ...(value !== undefined && { default: value }),
        })),
      },
    }),
  };
}

function region({ at, size, rows }: Buffer): Region {
  return { at: [...at], size, rows };
}

/** The parameters of a unit, each with the pieces that its blocks are. */
function paramsOf({ path, layer, shapes, step, layout }: Analysed): Param[] {
  return shapes.params.map((name) => {
    const shape = shapes.shape(name);
    const pieces = step.params.filter((block) => block.name === name).map((block) => pieceOf(block, layout));
    return { name: `${path}.${name}`, shape, init: layer.init(name, shape), pieces };
  });
}

function pieceOf({ node, from, transposed }: Block, layout: Analysed['layout']): Piece {
  const { at, dims } = layout.places.get(node)!;
  return transposed
    ? { from, size: [...node.shape].reverse(), at, dims: [...dims].reverse() }
    : { from, size: node.shape, at, dims };
}
