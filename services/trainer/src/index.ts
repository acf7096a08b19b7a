export { trainerConfig, trainerTuning } from './config';
