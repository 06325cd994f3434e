/** Which names may be given: they end up in generated code, file names and object keys, so the rule is strict. */
import { fail, type Place } from '../error.ts';

/** Longer names make generated code unreadable and serve nobody. */
const maxLength = 64;

/** Reserved words of JavaScript (strict mode and modules), and what is not reserved but dangerous to shadow or to use as a key. */
const refused = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static ' +
    'super switch this throw true try typeof var void while with yield async arguments eval undefined NaN Infinity ' +
    'globalThis prototype constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf'
  ).split(' '),
);

/** Returns the name, or fails with E_BAD_NAME; `what` says what is being named: 'parameter', 'layer', … */
export function checkName(name: string, what: string, place?: Place): string {
  const complain = (why: string, hint?: string): never =>
    fail(
      'E_BAD_NAME',
      `${JSON.stringify(name.slice(0, maxLength))} cannot name ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}: ${why}`,
      place,
      hint,
    );
  if (name === '') complain('it is empty');
  if (name.length > maxLength) complain(`it is longer than ${maxLength} characters`);
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) complain('a name is a letter followed by letters, digits and underscores');
  if (refused.has(name)) complain('the word is reserved', `call it ${name}_ or something else`);
  return name;
}

/** A model's name where hyphens cannot stand: in C, and as a module of Python. */
export function identifierOf(name: string): string {
  return name.replaceAll('-', '_');
}
