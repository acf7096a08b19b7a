import type { Badge, Connectivity, Lifecycle, RuntimeStatus } from '@tutti/contracts/devices';

/** The three axes along which a device moves independently (requirements 5.1). */
export interface Axes {
  readonly lifecycle: Lifecycle;
  readonly connectivity: Connectivity;
  /** Null before the first heartbeat. */
  readonly runtime: RuntimeStatus | null;
}

const runtimeBadges: Readonly<Record<RuntimeStatus, Badge>> = {
  error: 'error',
  no_stream: 'no-stream',
  deploying: 'no-stream',
  ready: 'ready',
  inferencing: 'inferencing',
};

/** What people see first: Disconnected > Error > No stream > Ready > Inferencing. Computed, never stored. */
export const badgeOf = ({ lifecycle, connectivity, runtime }: Axes): Badge => {
  if (lifecycle !== 'registered') return lifecycle;
  if (connectivity === 'offline' || connectivity === 'never') return 'disconnected';
  return runtime === null ? 'no-stream' : runtimeBadges[runtime];
};

/** The same as a SQL expression over three columns, for filters and counts. */
export const badgeSql = (lifecycle: string, connectivity: string, runtime: string): string => {
  const runtimes = Object.entries(runtimeBadges).map(([status, badge]) => `WHEN '${status}' THEN '${badge}'`);
  return (
    `CASE WHEN ${lifecycle} <> 'registered' THEN ${lifecycle}` +
    ` WHEN COALESCE(${connectivity}, 'never') IN ('offline', 'never') THEN 'disconnected'` +
    ` ELSE CASE COALESCE(${runtime}, 'no_stream') ${runtimes.join(' ')} END END`
  );
};
