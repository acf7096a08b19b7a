import type { DeployedModel, DeploymentMode, Incompatibility } from '@tutti/contracts/deployment';
import { isAtLeast } from '@tutti/kernel';
import type { TargetDevice } from '../../fleet/target-devices';

/** What a device must be able to take. */
export interface Wanted {
  readonly model: Pick<DeployedModel, 'task' | 'artifact'>;
  readonly mode: DeploymentMode;
}

/** First version whose agent takes models from its twin. */
export const minimumAgentVersion = '0.1.0';

const mebibyte = 1024 ** 2;

/**
 * Main memory that a device must have: two sessions stand side by side while one takes the other's place, the one that
 * is loaded holds the file's bytes beside its weights, and the system wants its share.
 */
export const memoryNeeded = ({ bytes }: { readonly bytes: number }): number => 128 * mebibyte + 3 * bytes;

/** `0.1.0` of `0.1.0-dev`; undefined when it says no version. */
const versionOf = (text: string | null): string | undefined => /^v?(\d+\.\d+\.\d+)/.exec(text ?? '')?.[1];

const taskOf = { classification: 'image-classification', detection: 'object-detection' } as const;

type Check = (device: TargetDevice, wanted: Wanted) => boolean;

const hasIt = ({ modelDigest }: TargetDevice, { model }: Wanted): boolean =>
  modelDigest === model.artifact.digest;

/** Each tells whether the reason applies. What a device never said is no reason but `unknown`. */
const checks: Readonly<Record<Incompatibility, Check>> = {
  'not-registered': ({ lifecycle }) => lifecycle !== 'registered',
  /** A shadow is compared with what judges: that must be there, and answer the same question. */
  task: ({ modelTask }, { model, mode }) =>
    mode === 'shadow' && (modelTask === null || taskOf[modelTask] !== model.task),
  'agent-version': ({ agentVersion }) => {
    const version = versionOf(agentVersion);
    return version !== undefined && !isAtLeast(version, minimumAgentVersion);
  },
  memory: ({ memoryBytes }, { model }) => memoryBytes !== null && memoryBytes < memoryNeeded(model.artifact),
  disk: (device, wanted) =>
    device.spareDiskBytes !== null &&
    device.spareDiskBytes < wanted.model.artifact.bytes &&
    !hasIt(device, wanted),
  unknown: ({ agentVersion, memoryBytes }) => versionOf(agentVersion) === undefined || memoryBytes === null,
};

/** Why a device cannot take the model; nothing when it can. In the order of the contract. */
export const incompatibilities = (device: TargetDevice, wanted: Wanted): Incompatibility[] =>
  (Object.keys(checks) as Incompatibility[]).filter((reason) => checks[reason](device, wanted));
