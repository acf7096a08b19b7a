import type { DeployedModel, PlanRollout } from '@tutti/contracts/deployment';
import type { TargetDevice } from '../../fleet/target-devices';

export const model: DeployedModel = {
  modelId: '0191e5a0-0000-7000-8000-0000000000a1',
  name: 'Lids',
  version: 'v1.3',
  task: 'image-classification',
  artifact: { digest: 'a'.repeat(64), bytes: 10_000_000 },
};

/** A device that can take the model, and runs another one. */
export const device = (id: string, changes: Partial<TargetDevice> = {}): TargetDevice => ({
  id,
  name: `Edge ${id}`,
  lifecycle: 'registered',
  online: true,
  agentVersion: '0.1.0',
  memoryBytes: 4_000_000_000,
  spareDiskBytes: 8_000_000_000,
  modelDigest: 'b'.repeat(64),
  modelTask: 'classification',
  matches: [],
  ...changes,
});

type Group = NonNullable<PlanRollout['groups']>[number];

export const group = (name: string, size: Group['size']): Group => ({
  name,
  successPercent: 80,
  onSuccess: 'next-group',
  error: { kind: 'percent', percent: 20 },
  size,
});
