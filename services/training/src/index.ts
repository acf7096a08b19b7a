export { trainingConfig, trainingProcessConfig } from './config';
export { trainingService } from './training.service';
