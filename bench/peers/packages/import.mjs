/** Imports a package from this folder's node_modules, whoever asks. */
export const load = (name) => import(name);
