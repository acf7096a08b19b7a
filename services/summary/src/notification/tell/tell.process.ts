import type { Level, NotificationCode, NotificationInfo, NotificationSource } from '@tutti/contracts/summary';

/** Something that people should be told. */
export type Tell = {
  readonly type: 'Tell';
  readonly code: NotificationCode;
  /** That of its code when absent. */
  readonly level?: Level;
  /** Its kind is that of the code. */
  readonly source: Pick<NotificationSource, 'id' | 'name'>;
  /** When it happened: what is old by the time that it is noticed is told to nobody. */
  readonly at: string;
  readonly info: NotificationInfo;
  /** What is one matter, whoever it happens to; the source when absent. */
  readonly matter?: string;
};

/** Texts as long as a notification may have them; without what is not known. */
export const infoOf = (
  values: Readonly<Record<string, string | number | null | undefined>>,
): NotificationInfo =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      if (value === null || value === undefined || value === '') return [];
      return [[key, typeof value === 'string' ? value.slice(0, 512) : value]];
    }),
  );
