import { telemetrySubject, type TelemetryKind } from '@tutti/contracts/devices';
import type { Clock } from '@tutti/kernel';
import { testPlace, TestService, type TestGround, type TestPlace } from '@tutti/service-kit/testing';
import { DeploymentModule } from '../src/deployment.module';
import { Deployment, type DeploymentOptions } from '../src/open-deployment';

/** The deployment service, and what devices tell it. */
export class Fleet extends TestService {
  #deployment: Deployment | undefined;
  #sequence = 0;

  private constructor(
    place: TestPlace,
    private readonly options: Partial<DeploymentOptions>,
  ) {
    super('deployment', place);
  }

  static async start(options: Partial<DeploymentOptions> = {}): Promise<Fleet> {
    const fleet = new Fleet(await testPlace('deployment'), options);
    await fleet.open();
    return fleet;
  }

  get deployment(): Deployment {
    if (!this.#deployment) throw new Error('The service does not run.');
    return this.#deployment;
  }

  /** A message of telemetry, as the device sends it; answered once it is kept. */
  async hears(deviceId: string, kind: TelemetryKind, ...entries: readonly object[]): Promise<void> {
    const { connection } = await this.nats.connectDevice({ id: deviceId });
    const at = new Date().toISOString();
    const batch = entries.map((entry) => ({ seq: this.#sequence++, at, ...entry }));
    const payload = JSON.stringify({ journal: 'one', entries: batch });
    await connection.request(telemetrySubject(deviceId, kind), payload, { timeout: 5000 });
    await connection.close();
  }

  protected async begin(ground: TestGround, clock: Clock | undefined) {
    const options = { reconnectMs: 0, ...this.options, ...(clock ? { clock } : {}) };
    this.#deployment = await Deployment.open({ ...ground, ...options });
    return { module: DeploymentModule.register(this.#deployment), runners: this.#deployment.runners };
  }
}
