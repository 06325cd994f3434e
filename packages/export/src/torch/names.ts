/** Names that Python takes, and those that classes of PyTorch keep for themselves. */
import { fail } from '@cellc/compiler/graph';

const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield match case type'
  ).split(' '),
);

/** Attributes of nn.Module, and of the classes that are written. */
const attributes = new Set(
  (
    'T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval ' +
    'extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict metadata ' +
    'modules mtia named_buffers named_children named_modules named_parameters parameters register_buffer ' +
    'register_forward_hook register_forward_pre_hook register_full_backward_hook register_module register_parameter ' +
    'requires_grad_ set_extra_state set_submodule share_memory state_dict step to to_empty train training type xpu ' +
    'zero_grad states reverse mask masks reset_parameters register_backward_hook register_full_backward_pre_hook ' +
    'register_load_state_dict_post_hook register_load_state_dict_pre_hook register_state_dict_post_hook ' +
    'register_state_dict_pre_hook'
  ).split(' '),
);

export const isKeyword = (name: string): boolean => keywords.has(name);

/** @throws E_UNSUPPORTED for a name that an attribute of a module cannot have */
export function checkAttribute(name: string, what: string): void {
  if (attributes.has(name) || keywords.has(name))
    fail(
      'E_UNSUPPORTED',
      `${what}: in Python a module's part cannot be called '${name}'`,
      undefined,
      'give it another name',
    );
}

/** Hands out names that are not taken, the wanted one where possible. */
export class Namer {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  take(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.#taken.has(name) || keywords.has(name); n++)
      name = keywords.has(wanted) && n === 2 ? `${wanted}_` : `${wanted}_${n}`;
    this.#taken.add(name);
    return name;
  }
}

/** `lstm_peephole` as a class: `LstmPeephole`. */
export function className(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('') || 'Model';
}
