export { buildBackbone } from '../backbone/backbone';
export { readBackboneSource } from '../backbone/backbone-source';
export { FeatureExtractor } from '../backbone/feature-extractor';
export { partsData } from '../belt/parts-data';
export { trainClassifier } from '../classifier/classifier';
export { detector } from '../detector/detector';
export { digitsSample } from '../digits/digits-sample';
export type { TrainingData, TrainingItem, TrainingProgress, TrainingTask } from '../task/training-task';
export { MemoryCache } from './sample-task';
