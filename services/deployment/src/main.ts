import 'reflect-metadata';
import { runService } from '@tutti/service-kit';
import { deploymentProcessConfig } from './config';
import { deploymentService } from './deployment.service';

await runService(deploymentService, deploymentProcessConfig);
