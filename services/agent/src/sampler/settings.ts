import type { AppliedSampling, DeviceSettings, SamplingPolicy } from '@tutti/contracts/devices';
import type { AgentConfig } from '../config';

const megabyte = 1024 * 1024;

/** Nothing is chosen. */
export const silentPolicy: SamplingPolicy = {
  threshold: null,
  boxes: null,
  margin: null,
  entropy: null,
  audit: 0,
  perDay: 200,
  bytesPerDay: 100 * megabyte,
};

/** What the agent's own settings say, which holds until the operator says otherwise. */
const ownPolicy = (config: AgentConfig): SamplingPolicy => ({
  ...silentPolicy,
  threshold: config.sampleThreshold ?? null,
  margin: config.sampleMargin ?? null,
  audit: config.sampleAudit,
  perDay: config.samplesPerDay,
  bytesPerDay: Math.round(config.sampleMegabytesPerDay * megabyte),
});

/** Whoever has the device may forbid every picture: nothing that comes from elsewhere overrides that. */
export const mayNeverSend = ({ sampling, sendResults }: AgentConfig): boolean =>
  sampling === 'never' || !sendResults;

export function appliedSampling(config: AgentConfig, told: DeviceSettings | undefined): AppliedSampling {
  if (mayNeverSend(config)) return { source: 'never', policy: silentPolicy };
  const wanted = told?.sampling ?? undefined;
  return wanted === undefined
    ? { source: 'device', policy: ownPolicy(config) }
    : { source: 'server', policy: wanted };
}
