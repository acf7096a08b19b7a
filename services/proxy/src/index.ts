export { proxyConfig } from './config';
