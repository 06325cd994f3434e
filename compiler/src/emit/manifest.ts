/** What a compiled module says about itself: the runtime's side of the contract. */

import type { Manifest, Noise, Param, Piece, Region, State } from '@cellc/runtime/module';
import type { Block } from '../ir/step.ts';
import type { Model } from '../model/resolve.ts';
import type { Analysed } from '../schedule/analyse.ts';
import type { Buffer } from '../schedule/memory.ts';
import type { Lowered } from '../schedule/model.ts';

export interface ManifestOptions {
  readonly target: Manifest['target'];
  readonly precision: 'f32' | 'f64';
  readonly version: string;
  readonly hash: string;
}

export function manifestOf(
  model: Model,
  lowered: Lowered,
  { target, precision, version, hash }: ManifestOptions,
): Manifest {
  const { io, loss, optimizer, memory } = lowered;
  const { stream, training } = io;
  const frozen = model.layers.filter((layer) => layer.frozen);
  // Deferred products read whole regions, also past a sequence's end.
  const isRowwise = (buffer: Buffer): boolean =>
    (buffer.rows === 'steps' || buffer.rows === 'slots') && buffer !== io.active && buffer !== io.x;
  const zeroWhenRagged = memory.buffers.filter(isRowwise).map(region);
  return {
    format: 'cellc/1',
    name: model.name,
    target,
    precision,
    hash,
    version,
    input: model.input,
    output: model.output,
    reads: model.reads,
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
    ...(frozen.length > 0 && { standardized: Object.fromEntries(frozen.map(({ name }) => [name, standardOf(name)])) }),
    ...(stream && { stream: { x: region(stream.x), y: region(stream.y) } }),
    x: region(io.x),
    y: region(io.y),
    active: region(io.active),
    last: region(io.last),
    ...(training && {
      training: {
        gradients: training.gradients,
        gy: region(training.gy),
        ...(training.gx && { gx: region(training.gx) }),
        zeroWhenRagged,
        noise: lowered.units.flatMap(({ analysed, code }) =>
          code.noise.map(
            ({ name, buffer, draw: { probability, value, mean } }): Noise => ({
              name: `${analysed.path}.${name}`,
              region: region(buffer),
              probability,
              value,
              mean,
            }),
          ),
        ),
      },
    }),
    ...(loss && {
      loss: {
        name: loss.name,
        target: region(loss.target),
        weight: region(loss.weight),
        value: region(loss.value),
        scale: region(loss.scale),
      },
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
        ...(optimizer.squares && { squares: optimizer.squares.at[0] }),
      },
    }),
  };
}

const standardOf = (end: string): { mean: string; scale: string } => ({ mean: `${end}.mean`, scale: `${end}.scale` });

function region({ at, size, rows }: Buffer): Region {
  return { at: [...at], size, rows };
}

/** The parameters of a unit, each with the pieces that its blocks are. */
export function paramsOf({ path, layer, shapes, step, layout }: Analysed): Param[] {
  return shapes.params.map((name) => {
    const shape = shapes.shape(name);
    const pieces = step.params.filter((block) => block.name === name).map((block) => pieceOf(block, layout));
    const l2 = shape.length === 2 ? layer.l2 : 0;
    return {
      name: `${path}.${name}`,
      shape,
      init: layer.init(name, shape),
      ...(l2 > 0 && { l2 }),
      ...(layer.frozen && { frozen: true }),
      pieces,
    };
  });
}

function pieceOf({ node, from, transposed }: Block, layout: Analysed['layout']): Piece {
  const { at, dims } = layout.places.get(node)!;
  return transposed
    ? { from, size: [...node.shape].reverse(), at, dims: [...dims].reverse() }
    : { from, size: node.shape, at, dims };
}
