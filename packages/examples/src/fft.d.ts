/** The part of fft.js (https://github.com/indutny/fft.js, MIT) that is used here. */
declare module 'fft.js' {
  // biome-ignore lint/style/noDefaultExport: so the package exports it
  export default class FFT {
    constructor(size: number);
    /** Zeros for `size` complex numbers: real and imaginary parts in turn. */
    createComplexArray(): number[];
    /** The bins from 0 to half of the size. */
    realTransform(out: number[], data: ArrayLike<number>): void;
    /** Fills in the bins above half of the size. */
    completeSpectrum(spectrum: number[]): void;
    inverseTransform(out: number[], spectrum: ArrayLike<number>): void;
  }
}
