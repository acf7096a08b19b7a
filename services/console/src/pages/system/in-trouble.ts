import type { Runners } from '@tutti/contracts/system';
import type { OfService } from '../../api/runners';

/** A runner that a person should look at. */
export interface Troubled {
  readonly name: string;
  readonly what: 'stopped' | 'failing' | 'parked';
  /** Of parked instances. */
  readonly count: number;
}

interface Shown {
  readonly name: string;
  readonly phase: string;
  readonly parked?: number;
}

const troubleOf = ({ name, phase, parked = 0 }: Shown): Troubled | undefined => {
  if (phase === 'stopped' || phase === 'failing') return { name, what: phase, count: 0 };
  return parked > 0 ? { name, what: 'parked', count: parked } : undefined;
};

/** What does not run as it should, in the order of the page. */
export const inTrouble = ({ projections, processes, telemetry }: Runners): readonly Troubled[] =>
  [...projections, ...processes, ...telemetry].flatMap((runner) => troubleOf(runner) ?? []);

type Asked = OfService<Runners>;

/** Whether all is well; unknown as long as a service has yet to answer and no other is in trouble. */
export const verdictOf = (services: readonly Asked[]): 'well' | 'trouble' | 'unknown' => {
  const isTroubled = ({ answer, failed }: Asked): boolean =>
    failed || (answer !== undefined && inTrouble(answer).length > 0);
  if (services.some(isTroubled)) return 'trouble';
  return services.every(({ answer }) => answer !== undefined) ? 'well' : 'unknown';
};
