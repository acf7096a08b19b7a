import type { LoggedEvent } from '@tutti/contracts/summary';

/** A commit of the device's log: at each the device became another. */
export interface Moment {
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What happened, oldest first. */
  readonly types: readonly string[];
}

/** The moments of a device, oldest first. */
export const momentsOf = (events: readonly LoggedEvent[]): readonly Moment[] => {
  const byPosition = new Map<number, Moment>();
  for (const { position, time, type } of events.toReversed()) {
    const types = byPosition.get(position)?.types ?? [];
    byPosition.set(position, { position, at: Date.parse(time), types: [...types, type] });
  }
  return [...byPosition.values()].sort((a, b) => a.position - b.position);
};

/** `asOf` of an address: a position of the log or a time. Undefined when it is neither. */
export const parseAsOf = (asOf: string): Partial<Pick<Moment, 'position' | 'at'>> | undefined => {
  if (/^\d{1,15}$/.test(asOf)) return { position: Number(asOf) };
  const at = Date.parse(asOf);
  return Number.isNaN(at) ? undefined : { at };
};

/** The moment that holds then: the newest that is not later; -1 before the first. */
export const indexAt = (moments: readonly Moment[], asOf: string): number => {
  const { position = Infinity, at = Infinity } = parseAsOf(asOf) ?? { position: -1 };
  return moments.findLastIndex((one) => one.position <= position && one.at <= at);
};
