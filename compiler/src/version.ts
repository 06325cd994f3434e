/** Of the compiler; part of every module's hash. */
export const version = '0.1.0';
