import { telemetryRunner } from '@tutti/service-kit';
import type { Foundation } from '../open-deployment';
import { DeviceFacts, readHeartbeat, readVitals } from './device-facts';

/** Keeps what devices say of themselves, for compatibility. */
export const openFacts = (
  base: Pick<Foundation, 'clock' | 'connection' | 'database' | 'logger' | 'registry'>,
) => {
  const facts = new DeviceFacts(base.database);
  return {
    heartbeats: telemetryRunner(base, {
      service: 'deployment',
      kind: 'heartbeat',
      parse: readHeartbeat,
      store: (messages) => facts.storeHeartbeats(messages),
    }),
    vitals: telemetryRunner(base, {
      service: 'deployment',
      kind: 'vitals',
      parse: readVitals,
      store: (messages) => facts.storeVitals(messages),
    }),
  };
};
