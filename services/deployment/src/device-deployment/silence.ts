import { commonErrors } from '@tutti/contracts/common';
import { DomainError, type Clock } from '@tutti/kernel';
import type { Heard } from '@tutti/runtime';

/** The consumer of what devices report. */
interface Reports {
  heard(): Heard | undefined;
}

const notYet = new Date(0);

/**
 * Up to when it is known that a device said nothing: what deadlines go by. Neither what lies unread nor what a device
 * could not send yet, because it or the platform was cut off, is silence.
 */
export class Silence implements Clock {
  constructor(
    private readonly reports: Reports,
    /** How long devices have to come back before their silence counts. */
    private readonly reconnectMs: number,
  ) {}

  now(): Date {
    const { since, until } = this.reports.heard() ?? { since: notYet, until: notYet };
    return until.getTime() - since.getTime() >= this.reconnectMs ? until : notYet;
  }

  /** Throws what passes by itself while a device may still have spoken before then. */
  assertKnown(deadline: Date): void {
    if (this.now() >= deadline) return;
    throw new DomainError(commonErrors['service.unavailable'], {
      detail: 'What devices reported is not known up to the deadline yet.',
    });
  }
}
