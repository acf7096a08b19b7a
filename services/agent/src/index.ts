export { startAgent, type AgentState, type RunningAgent, type StartOptions } from './agent';
export { ConfigError, loadConfig, type AgentConfig } from './config';
