import type { DeviceFailure } from '@tutti/contracts/deployment';
import { isOfFile } from '../engine/is-of-file';

/** Of the machine, not of a model. */
const passing: ReadonlySet<string> = new Set(['disk.full', 'disk.failed', 'agent.failed']);

/** A step of a deployment cannot succeed, however often it is tried: what the platform is told. */
export class DeploymentFailure extends Error {
  override readonly name = 'DeploymentFailure';

  constructor(
    /** For programs: `artifact.gone`, `disk.full`, `score.low`. */
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether it may be otherwise in an hour, with the same model. */
  get mayPass(): boolean {
    return passing.has(this.code) || (this.code === 'model.unloadable' && !isOfFile(this.cause));
  }

  /** As reports carry it. */
  get told(): DeviceFailure {
    return { code: this.code, message: this.message.slice(0, 512) };
  }
}
