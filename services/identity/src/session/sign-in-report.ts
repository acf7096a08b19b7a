import { Counter, type Registry } from 'prom-client';
import type { Logger } from 'pino';

/** Says of sign-ins what operators need: counters and log lines, no names. Failed sign-ins are no events. */
export class SignInReport {
  private readonly signIns: Counter<'outcome'>;
  private readonly refusedRefreshes: Counter<'reason'>;

  constructor(
    private readonly logger: Logger,
    registry: Registry,
  ) {
    this.signIns = new Counter({
      name: 'tutti_identity_sign_ins_total',
      help: 'Attempts to sign in, by outcome.',
      labelNames: ['outcome'],
      registers: [registry],
    });
    this.refusedRefreshes = new Counter({
      name: 'tutti_identity_refused_refreshes_total',
      help: 'Refresh tokens that were refused: their session had ended, or they were used a second time.',
      labelNames: ['reason'],
      registers: [registry],
    });
  }

  succeeded(): void {
    this.signIns.inc({ outcome: 'succeeded' });
  }

  failed(address: string): void {
    this.signIns.inc({ outcome: 'failed' });
    this.logger.warn({ address }, 'A sign-in failed');
  }

  notRenewed(reason: 'ended' | 'reused', sessionId: string): void {
    this.refusedRefreshes.inc({ reason });
    if (reason === 'reused')
      this.logger.warn(
        { sessionId },
        'A refresh token was used twice: the session was ended, it may be stolen',
      );
  }
}
