import 'reflect-metadata';
import { createLogger, parseConfig, untilSignal } from '@tutti/service-kit';
import { proxyConfig, readEnvironment } from './config';
import { startProxy } from './start-proxy';

const stopping = untilSignal();
const { config, warnings } = parseConfig(proxyConfig, readEnvironment());
const logger = createLogger({ name: 'tutti-proxy', level: config.LOGGING_LEVEL });
for (const warning of warnings) logger.warn(warning);
const proxy = await startProxy(config, logger);
logger.info({ url: proxy.url, grpc: proxy.grpc }, 'ready');
logger.info({ signal: await stopping }, 'stopping');
await proxy.close();
process.exit();
