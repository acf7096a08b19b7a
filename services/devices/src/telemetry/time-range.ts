import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

export interface TimeRange {
  /** Inclusive, RFC 3339. */
  readonly from?: string | undefined;
  /** Exclusive, RFC 3339. */
  readonly to?: string | undefined;
  readonly deviceId?: string | undefined;
}

/** Narrows rows of telemetry (alias `row`) to a stretch of time and to one device. */
export const within = <Row extends ObjectLiteral>(
  rows: SelectQueryBuilder<Row>,
  { from, to, deviceId }: TimeRange,
): SelectQueryBuilder<Row> => {
  if (from !== undefined) rows.andWhere('row.at >= :from', { from: Date.parse(from) });
  if (to !== undefined) rows.andWhere('row.at < :to', { to: Date.parse(to) });
  if (deviceId !== undefined) rows.andWhere('row.deviceId = :ofDevice', { ofDevice: deviceId });
  return rows;
};
