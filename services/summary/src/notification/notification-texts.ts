import type { Level, NotificationCode } from '@tutti/contracts/summary';

/** What is said of a code; `{name}` is the source, `{key}` an entry of `info`. */
export interface Text {
  readonly title: string;
  readonly lead?: string;
}

/** What entries of `info` are called where they are listed. What has no name is for the text alone. */
export type InfoNames = Readonly<Record<string, string>>;

export interface Texts {
  readonly codes: Readonly<Record<NotificationCode, Text>>;
  readonly info: InfoNames;
  readonly levels: Readonly<Record<Level, string>>;
  /** Title of one that happened to others, too. */
  readonly andOthers: string;
  readonly repeated: string;
  readonly others: string;
  readonly more: string;
  readonly level: string;
  readonly at: string;
  readonly open: string;
}
