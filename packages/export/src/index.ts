/** Models of cellc for other systems. */
export type { Exported, ExportedFile, Exporter, ExportInput } from './exporter.ts';
export { exportTorchWeights } from './torch-weights.ts';
export { checkWeights } from './weights.ts';
