export { decodeImage } from './image/decode-image';
export { fitImage, type Fit, type FittedImage, type ResizeMode } from './image/fit-image';
export { defaultImageLimits, type Image, type ImageLimits } from './image/image';
export { ImageError, type ImageErrorCode } from './image/image-error';
export { inspectPicture, type InspectOptions, type InspectedPicture } from './image/inspect-picture';
export { letterbox, toPicture, type Corners, type Placement } from './image/letterbox';
export { pictureType, type PictureType } from './image/picture-type';
export { thumbnail } from './image/thumbnail';
export { Model, type ModelOptions } from './model/model';
export { ModelError, type ModelErrorCode } from './model/model-error';
export { checkGolden, goldenKey, recordGolden } from './model/golden';
export type { ModelInfo, ModelInput, Task, TensorInfo } from './model/model-info';
export type { Postprocessing, Preprocessing } from './model/model-metadata';
export { iou, nms, type Candidate, type NmsOptions } from './model/nms';
export type { Box, Prediction } from './model/prediction';
export { datatypes, type Datatype, type Tensor, type TensorValues } from './model/tensor';
export { mostModelBytes, readOnnx, readProperties } from './model/read-model';
export { TensorModel } from './model/tensor-model';
export { softmax } from './model/softmax';
export {
  model,
  node,
  tensor,
  valueInfo,
  type AttributeValue,
  type ElementType,
  type ModelParts,
  type TensorData,
} from './onnx/onnx-builder';
export { decodeModel, encodeModel, metadataOf } from './onnx/onnx-codec';
export type { ModelProto, NodeProto, TensorProto, ValueInfoProto } from 'onnx-buf';
