export { startAgent, type RunningAgent, type StartOptions } from './agent';
export type { AgentState } from './agent-state';
export { ConfigError, loadConfig, type AgentConfig } from './config';
