/** Files beside a model, which the model names. */

/** Whether a name is that of a file alone: a path could lead anywhere. */
export function isBeside(name: string): boolean {
  return /^[\w.@+ -]+$/.test(name) && !/^\.+$/.test(name);
}
