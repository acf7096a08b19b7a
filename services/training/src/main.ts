import 'reflect-metadata';
import { runService } from '@tutti/service-kit';
import { trainingProcessConfig } from './config';
import { trainingService } from './training.service';

await runService(trainingService, trainingProcessConfig);
