import type { DeviceFailure } from '@tutti/contracts/deployment';

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

  /** As reports carry it. */
  get told(): DeviceFailure {
    return { code: this.code, message: this.message.slice(0, 512) };
  }
}
