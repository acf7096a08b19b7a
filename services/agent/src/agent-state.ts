import type { DeploymentStatus } from './deployment/deployment-record';
import type { Journal, JournalStats } from './journal/journal';
import type { Logger } from './log';
import type { Recorder } from './pipeline/recorder';
import type { Platform } from './platform';
import type { RuntimeStatusReader } from './runtime-status';

export interface AgentState {
  readonly deviceId: string | undefined;
  readonly connected: boolean;
  readonly runtime: ReturnType<RuntimeStatusReader['runtime']>;
  /** Pictures judged since the start. */
  readonly results: number;
  /** What it is being brought to. */
  readonly deployment: DeploymentStatus | undefined;
  readonly journal: JournalStats;
}

interface StateParts {
  readonly platform: Platform | undefined;
  readonly status: RuntimeStatusReader;
  readonly recorder: Recorder;
  readonly journal: Journal;
  readonly log: Logger;
}

export function stateOf({ platform, status, recorder, journal }: StateParts): AgentState {
  return {
    deviceId: platform?.identity.deviceId,
    connected: platform?.uplink.connected === true,
    runtime: status.runtime(),
    results: recorder.results,
    deployment: platform?.deployer.status,
    journal: journal.stats(),
  };
}

/** A line now and then for whoever watches. */
export function summary(parts: StateParts): () => Promise<void> {
  let [results, at] = [0, performance.now()];
  return async () => {
    const state = stateOf(parts);
    const now = performance.now();
    const perSecond = ((state.results - results) * 1000) / Math.max(1, now - at);
    [results, at] = [state.results, now];
    const { entries, dropped } = state.journal;
    const lost = dropped > 0 ? `, ${dropped} dropped` : '';
    const link = state.connected ? 'connected' : 'not connected';
    const { deployment } = state;
    const deploys =
      deployment === undefined
        ? ''
        : `; deploys ${deployment.model} ${deployment.version} (${deployment.stage})`;
    if (results > 0)
      parts.log.info(
        state,
        `${results} results, ${perSecond.toFixed(1)}/s; ${entries} waiting${lost}; ${link}${deploys}`,
      );
  };
}
