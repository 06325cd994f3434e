/** Expressions of the cell language as text: one put into another, in parentheses where it needs them. */

/** How tightly an expression holds together. */
type Strength = 'sum' | 'product' | 'atom';

/** By the loosest operator outside of brackets. */
function strengthOf(text: string): Strength {
  let depth = 0;
  let found: Strength = 'atom';
  for (const token of text.match(/[([]|[)\]]| [-+*/@^] |^-/g) ?? []) {
    if (/[([]/.test(token)) depth++;
    else if (/[)\]]/.test(token)) depth--;
    else if (depth === 0 && /[-+]/.test(token)) return 'sum';
    else if (depth === 0) found = 'product';
  }
  return found;
}

/** The template with an expression in every place that `{i}` marks. */
export function put(template: string, i: number | string, expression: string): string {
  const place = `{${i}}`;
  const strength = strengthOf(expression);
  return template.replaceAll(place, (_, at: number) => {
    const needs = strength !== 'atom' && !holds(strength, template.slice(0, at), template.slice(at + place.length));
    return needs ? `(${expression})` : expression;
  });
}

/** Whether an expression stays whole between two pieces of text. */
function holds(strength: Strength, before: string, after: string): boolean {
  const first = before === '' || /(?:[([]|[,;] )$/.test(before);
  const last = after === '' || /^[)\],;]/.test(after);
  if (first && last) return true;
  // Operators of one rank go from left to right.
  if (first && /^ [-+] /.test(after)) return true;
  if (strength === 'sum') return false;
  return (first && /^ [*/] /.test(after)) || (/ [-+] $/.test(before) && (last || /^ [-+] /.test(after)));
}
