import type { JetStreamClient } from '@nats-io/jetstream';
import type { Outgoing } from '@tutti/kernel';

/**
 * An instance that was parked: the events that come later wait with it in the process's own tables. One that is never
 * parked, and what it does fails again and again. Or a whole process or projection that halted, and takes in nothing more.
 */
export interface DeadLetter {
  readonly service: string;
  readonly process: string;
  /** Null when all of it halted. */
  readonly instanceId: string | null;
  readonly parkedAt: string;
  readonly error: string;
  /** Where all of it halted: the same from whichever replica the letter comes. */
  readonly position?: number;
  /** What failed; null when the reaction itself did. */
  readonly failed: { readonly id: string; readonly attempts: number; readonly outgoing: Outgoing } | null;
  /** It is not parked: it is tried again by itself. */
  readonly goesOn?: true;
}

/** Where it is made known what waits for a person, or should not be left alone. A letter may come twice. */
export interface DeadLetters {
  publish(letter: DeadLetter): Promise<void>;
}

/** `dlq.<service>.<process>.<instance>`; ids are subject tokens, what is not becomes `_`. */
export const deadLetterSubject = ({ service, process, instanceId }: DeadLetter): string =>
  ['dlq', service, process, instanceId ?? '_'].map((token) => token.replace(/[\s.*>]/g, '_')).join('.');

/** Dead letters in the log DEAD_LETTERS. */
export const jetStreamDeadLetters = (js: JetStreamClient): DeadLetters => ({
  publish: async (letter) => {
    await js.publish(deadLetterSubject(letter), JSON.stringify(letter));
  },
});
