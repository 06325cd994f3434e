/** Words on a command line that choose peers and workloads: names of them or beginnings of names. */

/** What no name begins with. */
export function unknownWords(words: readonly string[], names: readonly string[]): string[] {
  return words.filter((word) => !names.some((name) => name.startsWith(word)));
}

/** The names that are chosen; all of them where no word is about any. */
export function chosen(words: readonly string[], names: readonly string[]): readonly string[] {
  const found = names.filter((name) => words.some((word) => name.startsWith(word)));
  return found.length ? found : names;
}
