import { jetstreamManager, type StreamAPI } from '@nats-io/jetstream';
import type { Clock } from '@tutti/kernel';
import { mintArtifactTicket, readVaultKeys, ticketKeysOf } from '@tutti/service-kit';
import {
  testPlace,
  testRealm,
  TestService,
  type TestGround,
  type TestPlace,
} from '@tutti/service-kit/testing';
import { inspectorProgram } from './inspector-program.fixture';
import { Training, type TrainingOptions } from '../src/open-training';
import { TrainingModule } from '../src/training.module';

/** The training service. */
export class School extends TestService {
  #training: Training | undefined;

  private constructor(
    place: TestPlace,
    private readonly options: Partial<TrainingOptions>,
  ) {
    super('training', place);
  }

  static async start(options: Partial<TrainingOptions> = {}): Promise<School> {
    const school = new School(await testPlace('training'), options);
    await school.open();
    return school;
  }

  get training(): Training {
    if (!this.#training) throw new Error('The service does not run.');
    return this.#training;
  }

  /** Streams of JetStream, as user `training` sees them. */
  async jobs(): Promise<StreamAPI> {
    return (await jetstreamManager(await this.nats.connect('training'), { checkAPI: false })).streams;
  }

  /** As the deployment service gives it to a device. */
  async artifactTicket(modelId: string, digest: string, issuedAt = new Date()): Promise<string> {
    const keys = ticketKeysOf(await readVaultKeys(this.nats.setup.vaultKeyFile));
    const content = { deviceId: 'a'.repeat(26), modelId, digest, issuedAt };
    return (await mintArtifactTicket(content, testRealm, keys.artifact)).ticket;
  }

  protected async begin(ground: TestGround, clock: Clock | undefined) {
    this.#training = await Training.open({
      ...ground,
      runMinutes: 360,
      modelInspector: await inspectorProgram(),
      signingKeyFile: this.nats.setup.modelSigningKeyFile,
      ...this.options,
      ...(clock ? { clock } : {}),
    });
    return { module: TrainingModule.register(this.#training), runners: this.#training.runners };
  }
}
