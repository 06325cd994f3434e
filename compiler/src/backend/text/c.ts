/** The C99 dialect, which C++ compiles too: arithmetic is of one precision, and weights are read where they lie. */
import type { Row } from '../../ir/row.ts';
import type { Dialect } from './dialect.ts';
import { printIndex } from './print.ts';

export interface COptions {
  readonly real: 'float' | 'double';
  /** Begins the names of functions. */
  readonly prefix: string;
  /** Elements before this one are weights, `w`; those from it on are the arena, `m`, counted from there. */
  readonly packed: number;
  /** Whether the name is that of an integer which holds a buffer's place in the arena. */
  isPlace(name: string): boolean;
  spell(name: string): string;
}

export function cDialect({ real, prefix, packed, isPlace, spell }: COptions): Dialect {
  const number = (value: number): string => cNumber(value, real);
  return {
    name: 'C',
    template(row) {
      const text = cTemplate(row)?.replace(/(?<![\w.])\d[\d.]*(?![\w.])/g, (digits) => number(Number(digits)));
      return text?.replace(/\b([a-z]\w*)\(/g, (_, name: string) =>
        name in helpers ? `${prefix}_${name}(` : `${mathName(name, real)}(`,
      );
    },
    number,
    spell,
    element(text, { at, terms }) {
      if (terms.some(([name]) => isPlace(name))) return `m[${text}]`;
      if (at < packed) return `w[${text}]`;
      return `m[${printIndex({ at: at - packed, terms }, { spell })}]`;
    },
    integer: (element) => `(ptrdiff_t)${element}`,
    // As wide as addresses, so that loops widen nothing.
    declare: {
      constant: (name, value) => `const ${real} ${name} = ${value}`,
      variable: (name, value) => `${real} ${name} = ${value}`,
      integer: (name, value) => `const ptrdiff_t ${name} = ${value}`,
      counter: (name, value) => `ptrdiff_t ${name} = ${value}`,
    },
    lesser: (a, b) => `(${a} < ${b} ? ${a} : ${b})`,
  };
}

/** What JavaScript says as C does, but for names and `===`, needs no column of its own. */
export function cTemplate({ c, js }: Row): string | undefined {
  return (
    c ??
    js
      ?.replace(/===/g, '==')
      .replace(/\bMath\.abs\(/g, 'fabs(')
      .replace(/\bMath\./g, '')
  );
}

const mathName = (name: string, real: COptions['real']): string => (real === 'float' ? `${name}f` : name);

/** A number with as few digits as read the same, and of the right type. */
export function cNumber(value: number, real: COptions['real']): string {
  if (Number.isNaN(value)) return 'NAN';
  const rounded = real === 'float' ? Math.fround(value) : value;
  if (!Number.isFinite(rounded)) return rounded < 0 ? '-INFINITY' : 'INFINITY';
  const text = real === 'float' ? shortSingle(rounded) : String(rounded);
  const whole = /[.e]/.test(text) ? text : `${text}.0`;
  return `${Object.is(rounded, -0) ? '-' : ''}${whole}${real === 'float' ? 'f' : ''}`;
}

function shortSingle(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

/**
 * Functions that <math.h> has not, or has with another meaning: `fmin` drops NaN. Those of single precision give the bits
 * that the WebAssembly target gives; `#` stands for the prefix.
 */
const helpers: Readonly<Record<string, (real: COptions['real']) => string>> = {
  min: (real) => `${real} #(${real} a, ${real} b) { return a < b || a != a ? a : b; }`,
  max: (real) => `${real} #(${real} a, ${real} b) { return a > b || a != a ? a : b; }`,
  least: (real) => `${real} #(${real} a, ${real} b) { return b < a ? b : a; }`,
  most: (real) => `${real} #(${real} a, ${real} b) { return a < b ? b : a; }`,
  where: (real) => `${real} #(${real} c, ${real} a, ${real} b) { return c > 0 ? a : b; }`,
  sign: (real) => `${real} #(${real} x) { return (${real})((x > 0) - (x < 0)); }`,
  nearest: (real) =>
    real === 'double'
      ? 'double #(double x) { return rint(x); }'
      : `float #(float x) {
#ifdef __FAST_MATH__
  return rintf(x);
#else
  const float a = fabsf(x);
  return a < 8388608.0f ? copysignf((a + 8388608.0f) - 8388608.0f, x) : x;
#endif
}`,
  pow2: (real) =>
    real === 'double'
      ? 'double #(double k) { return exp2(k); }'
      : `float #(float k) {
  uint32_t bits;
  k += 12583039.0f;
  memcpy(&bits, &k, 4);
  bits <<= 23;
  memcpy(&k, &bits, 4);
  return k;
}`,
  exponent: (real) =>
    real === 'double'
      ? 'double #(double x) { return floor(log2(x) + 0.5); }'
      : `float #(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  return (float)((int32_t)(bits - 1060439283u) >> 23);
}`,
  mantissa: (real) =>
    real === 'double'
      ? 'double #(double x) { return x / exp2(floor(log2(x) + 0.5)); }'
      : `float #(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  bits -= (bits - 1060439283u) & 0xff800000u;
  memcpy(&x, &bits, 4);
  return x;
}`,
};

/** The functions that a text calls by their names with the prefix. */
export function cHelpers(code: string, { prefix, real }: Pick<COptions, 'prefix' | 'real'>): string[] {
  return Object.entries(helpers)
    .filter(([name]) => code.includes(`${prefix}_${name}(`))
    .map(([name, text]) => `static inline ${text(real).replace(/#(?=\()/, `${prefix}_${name}`)}\n`);
}
