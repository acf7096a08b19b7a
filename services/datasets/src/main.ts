import 'reflect-metadata';
import { runService } from '@tutti/service-kit';
import { datasetsProcessConfig } from './config';
import { datasetsService } from './datasets.service';

await runService(datasetsService, datasetsProcessConfig);
