/** When elements are taken: at every step in either order, at one step alone, or at any; and how such moments meet. */
import { refuse } from '../error.ts';
import { type Abstract, type Element, isReference, type Moment } from './abstract.ts';

/** The one moment of elements that are read together; `first` where some of them have to be kept from the first step. */
export function together(moments: Iterable<Moment>, what: string): Moment {
  const found = new Set(moments);
  if (found.delete('always') && found.size === 0) return 'always';
  if (found.has('all') && found.has('reversed')) return refuse(`${what} of time steps in both orders`);
  if (found.size > 1 && (found.has('all') || found.has('reversed')))
    return refuse(`${what} of a single time step and of every time step`);
  return found.has('first') ? 'first' : ([...found][0] ?? 'all');
}

const flips = { all: 'reversed', reversed: 'all', last: 'first', first: 'last', always: 'always' } as const;

export function flip(moment: Moment): Moment {
  return flips[moment];
}

/** Elements with their moments changed. */
export function mapMoments({ axes, elements }: Abstract, change: (moment: Moment) => Moment): Abstract {
  if (ArrayBuffer.isView(elements)) return { axes, elements };
  return {
    axes,
    elements: Array.from(elements, (element: Element) =>
      typeof element === 'object' && isReference(element) ? { ...element, moment: change(element.moment) } : element,
    ),
  };
}

/** The same tensor taken at one end, without its axis of time. */
export function atEnd(tensor: Abstract, axis: number, end: 'first' | 'last', keep: boolean): Abstract {
  const taken = { all: end, reversed: flips[end], always: 'always', first: 'first', last: 'last' } as const;
  const axes = tensor.axes.toSpliced(axis, 1, ...(keep ? [[]] : []));
  return { ...mapMoments(tensor, (moment) => taken[moment]), axes };
}
