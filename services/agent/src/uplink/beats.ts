import { randomBytes } from 'node:crypto';
import type { HeartbeatEntry, TelemetryKind, VitalsEntry } from '@tutti/contracts/devices';
import { pause } from '../common/pause';
import { telemetryMessage, type Publish } from './drain';

export interface BeatsOptions {
  readonly heartbeat: () => Omit<HeartbeatEntry, 'seq' | 'at'>;
  readonly vitals: () => Promise<Omit<VitalsEntry, 'seq' | 'at'>>;
  /** The server's time, so that a wrong clock does not make the device look silent. */
  readonly now: () => number;
}

const heartbeatEveryMs = 5000;
const vitalsEveryMs = 10_000;
const lookEveryMs = 500;

/** Heartbeats and vitals: only the newest counts, so they are not kept when they cannot be sent. */
export class Beats {
  /** Lives as long as the process. */
  private readonly journal = randomBytes(9).toString('base64url');
  private seq = 0;

  constructor(private readonly options: BeatsOptions) {}

  /** Beats at once, then regularly, and whenever what a heartbeat says of the runtime has changed. */
  async run(publish: Publish, signal: AbortSignal): Promise<void> {
    let [heartbeatAt, vitalsAt, said] = [-Infinity, -Infinity, ''];
    while (!signal.aborted) {
      const now = performance.now();
      const beat = this.options.heartbeat();
      const says = JSON.stringify([beat.runtime, beat.model, beat.error]);
      const due = now - heartbeatAt >= heartbeatEveryMs || says !== said;
      if (due) {
        [heartbeatAt, said] = [now, says];
        void this.send('heartbeat', beat, publish);
      }
      if (now - vitalsAt >= vitalsEveryMs) {
        vitalsAt = now;
        void this.options.vitals().then((vitals) => this.send('vitals', vitals, publish), ignore);
      }
      await pause(lookEveryMs, signal);
    }
  }

  private async send(kind: TelemetryKind, content: object, publish: Publish): Promise<void> {
    const entry = { seq: this.seq++, at: new Date(this.options.now()).toISOString(), ...content };
    const message = telemetryMessage(this.journal, [Buffer.from(JSON.stringify(entry))]);
    await publish(kind, message).catch(ignore);
  }
}

const ignore = (): void => undefined;
