import { JetStreamEventLog, type EventLog } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import { testPlace, TestService, type TestGround, type TestPlace } from '@tutti/service-kit/testing';
import { Summary, SummaryModule, type SummaryOptions } from '../src/index';

/** The summary service, and what others write to the log. */
export class TestSummary extends TestService {
  #summary: Summary | undefined;

  private constructor(
    place: TestPlace,
    /** As the services that write. */
    readonly identity: EventLog,
    readonly devices: EventLog,
    private readonly options: Partial<SummaryOptions>,
  ) {
    super('summary', place);
  }

  static async start(options: Partial<SummaryOptions> = {}): Promise<TestSummary> {
    const place = await testPlace('summary');
    const identity = await JetStreamEventLog.open(await place.nats.connect('identity'));
    const devices = await JetStreamEventLog.open(await place.nats.connect('devices'));
    const summary = new TestSummary(place, identity, devices, options);
    await summary.open();
    return summary;
  }

  get summary(): Summary {
    if (!this.#summary) throw new Error('The service does not run.');
    return this.#summary;
  }

  protected async begin(ground: TestGround, clock: Clock | undefined) {
    const options = {
      workspace: 'test',
      offlineMinutes: 5,
      notificationDays: 90,
      ...this.options,
      ...(clock ? { clock } : {}),
    };
    this.#summary = await Summary.open({ ...ground, ...options });
    return { module: SummaryModule.register(this.#summary), runners: this.#summary.runners };
  }
}
