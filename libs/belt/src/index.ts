export { BeltCamera, type BeltOptions, type BeltScene, type SeenPart } from './belt-camera';
export { beltJpeg } from './belt-jpeg';
export { parts, type Part } from './parts';
