import 'reflect-metadata';
import { runService } from '@tutti/service-kit';
import { devicesProcessConfig } from './config';
import { devicesService } from './devices.service';

await runService(devicesService, devicesProcessConfig);
