import type { LoggedEvent } from '@tutti/contracts/summary';
import type { Recorded } from '@tutti/kernel';

/** An event as the API shows it. */
export const toLoggedEvent = (recorded: Recorded): LoggedEvent => ({
  id: recorded.id,
  position: recorded.position,
  type: `tutti.${recorded.context}.${recorded.event.type}`,
  subject: `${recorded.context}/${recorded.aggregate}/${recorded.aggregateId}`,
  aggregateVersion: recorded.aggregateVersion,
  time: recorded.time.toISOString(),
  authId: recorded.metadata.authId ?? null,
  correlationId: recorded.metadata.correlationId ?? null,
  causationId: recorded.metadata.causationId ?? null,
  data: recorded.event.data as LoggedEvent['data'],
});
