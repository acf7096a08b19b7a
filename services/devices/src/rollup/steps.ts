import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import { hour, minute, type Span } from './rollup';

export interface StepsQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly stepSeconds?: number | undefined;
}

export interface StepsOptions {
  readonly now: Date;
  /** Roll-ups by the minute reach back that far. */
  readonly minuteDays: number;
  /** Whether roll-ups hold all that raw rows hold. */
  readonly complete: boolean;
}

/** What a chart is read from: single rows (`span` 0), or rows of a roll-up. Times in milliseconds since 1970. */
export interface Steps {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly stepSeconds: number;
  readonly span: Span | 0;
}

const hourMs = hour * 1000;
const dayMs = 24 * hourMs;
/** Steps of an answer, when the caller does not say how long they are. */
const usualSteps = 60;
const mostSteps = 2000;
/** Single rows are read for no longer than that. */
const longestRawMs = 6 * hourMs;
/** Steps that people think in, in seconds. */
const round = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
] as const;

const usualStep = (seconds: number): number => round.find((step) => step >= seconds / usualSteps) ?? 86_400;

const upTo = (step: number, unit: number): number => Math.ceil(step / unit) * unit;

/** Shorter steps need single rows, which are many; minutes are not kept for ever. */
const possibleStep = (
  wanted: number,
  from: number,
  to: number,
  { now, minuteDays }: StepsOptions,
): number => {
  if (from < now.getTime() - minuteDays * dayMs) return upTo(wanted, hour);
  return wanted > minute || to - from > longestRawMs ? upTo(wanted, minute) : wanted;
};

const spanOf = (stepSeconds: number, complete: boolean): Steps['span'] => {
  if (!complete || stepSeconds % minute !== 0) return 0;
  return stepSeconds % hour === 0 ? hour : minute;
};

/**
 * The last hour in minutes, unless the caller says otherwise. Steps begin at whole multiples of their length since 1970
 * (UTC); where a roll-up is read, the stretch begins and ends with a whole step.
 */
export const stepsOf = (query: StepsQuery, options: StepsOptions): Steps => {
  const to = query.to === undefined ? options.now.getTime() + 1 : Date.parse(query.to);
  const from = query.from === undefined ? to - hourMs : Date.parse(query.from);
  const seconds = (to - from) / 1000;
  const stepSeconds = possibleStep(query.stepSeconds ?? usualStep(seconds), from, to, options);
  if (seconds <= 0 || seconds / stepSeconds > mostSteps)
    throw new DomainError(commonErrors['request.invalid'], {
      detail: `From must be before to, and ${mostSteps} steps at most lie between them.`,
    });
  const span = spanOf(stepSeconds, options.complete);
  if (span === 0) return { from, to, stepSeconds, span };
  const stepMs = stepSeconds * 1000;
  return { from: from - (from % stepMs), to: upTo(to, stepMs), stepSeconds, span };
};

/** SQL: begin of the step that a time lies in. A whole number of ours, no text of others, becomes part of it. */
export const stepColumn = (column: string, { stepSeconds }: Pick<Steps, 'stepSeconds'>): string =>
  `${column} - (${column} % ${Math.trunc(stepSeconds * 1000)})`;
