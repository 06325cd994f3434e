/** The LSTM step as people write it by hand, for any sizes: what compiled code has to beat. */

/** `[H, I]`, `[H, H]` and `[H]`. */
export interface Gate {
  readonly W: Float32Array;
  readonly U: Float32Array;
  readonly b: Float32Array;
}

export type Gates = { readonly [name in 'i' | 'f' | 'g' | 'o']: Gate };

export interface PlainCell {
  /** One time step; returns the same array every time. */
  step(x: Float32Array): ArrayLike<number>;
}

/** The gates of `lstm1` in a model's parameters. */
export function gatesOf(params: Readonly<Record<string, { readonly data: Float32Array | Float64Array }>>): Gates {
  const data = (name: string) => Float32Array.from(params[`lstm1.${name}`]!.data);
  const gate = (name: string) => ({ W: data(`W_x${name}`), U: data(`W_h${name}`), b: data(`b_${name}`) });
  return { i: gate('i'), f: gate('f'), g: gate('g'), o: gate('o') };
}

/** A matrix-vector product for each gate, then the cell update: the equations from top to bottom. */
export function gateByGate(gates: Gates, I: number, H: number): PlainCell {
  const [i, f, g, o] = [new Float32Array(H), new Float32Array(H), new Float32Array(H), new Float32Array(H)];
  const c = new Float32Array(H);
  const h = new Float32Array(H);

  function preactivate({ W, U, b }: Gate, x: Float32Array, out: Float32Array): void {
    for (let j = 0; j < H; j++) {
      let sum = b[j]!;
      for (let k = 0; k < I; k++) sum += W[j * I + k]! * x[k]!;
      for (let k = 0; k < H; k++) sum += U[j * H + k]! * h[k]!;
      out[j] = sum;
    }
  }

  return {
    step(x) {
      preactivate(gates.i, x, i);
      preactivate(gates.f, x, f);
      preactivate(gates.g, x, g);
      preactivate(gates.o, x, o);
      for (let j = 0; j < H; j++) {
        c[j] = sigmoid(f[j]!) * c[j]! + sigmoid(i[j]!) * Math.tanh(g[j]!);
        h[j] = sigmoid(o[j]!) * Math.tanh(c[j]!);
      }
      return h;
    },
  };
}

/** The four gates' sums side by side in one loop: as far as tuning by hand usually goes. */
export function gatesTogether({ i, f, g, o }: Gates, I: number, H: number): PlainCell {
  const c = new Float32Array(H);
  const h = new Float32Array(H);
  const next = new Float32Array(H);
  return {
    step(x) {
      for (let j = 0; j < H; j++) {
        let sumI = i.b[j]!;
        let sumF = f.b[j]!;
        let sumG = g.b[j]!;
        let sumO = o.b[j]!;
        for (let k = 0; k < I; k++) {
          const at = j * I + k;
          sumI += i.W[at]! * x[k]!;
          sumF += f.W[at]! * x[k]!;
          sumG += g.W[at]! * x[k]!;
          sumO += o.W[at]! * x[k]!;
        }
        for (let k = 0; k < H; k++) {
          const at = j * H + k;
          sumI += i.U[at]! * h[k]!;
          sumF += f.U[at]! * h[k]!;
          sumG += g.U[at]! * h[k]!;
          sumO += o.U[at]! * h[k]!;
        }
        c[j] = sigmoid(sumF) * c[j]! + sigmoid(sumI) * Math.tanh(sumG);
        next[j] = sigmoid(sumO) * Math.tanh(c[j]!);
      }
      h.set(next);
      return h;
    },
  };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
