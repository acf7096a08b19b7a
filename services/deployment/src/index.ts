export { deploymentProcessConfig } from './config';
export { deploymentService } from './deployment.service';
