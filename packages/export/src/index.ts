/** Models of cellc for other systems. */
export { exportC } from './c.ts';
export type { Exported, ExportedFile, Exporter, ExportInput } from './exporter.ts';
export { exportOnnx } from './onnx/export.ts';
export { exportTorchModule } from './torch/module.ts';
export { exportTorchWeights } from './torch/weights.ts';
export { checkWeights, parametersOf } from './weights.ts';
