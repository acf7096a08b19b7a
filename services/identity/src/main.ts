import 'reflect-metadata';
import { runService } from '@tutti/service-kit';
import { identityProcessConfig } from './config';
import { identityService } from './identity.service';

await runService(identityService, identityProcessConfig);
