import 'reflect-metadata';
import { runService } from '@tutti/service-kit';
import { summaryProcessConfig } from './config';
import { summaryService } from './summary.service';

await runService(summaryService, summaryProcessConfig);
