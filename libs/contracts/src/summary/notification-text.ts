import type { NotificationCategory } from './channels';
import type { Level } from './messages';
import type { NotificationCode } from './notifications';

/** `{{name}}` is the source, `{{key}}` an entry of `info`. */
export interface NotificationText {
  readonly title: string;
  readonly lead: string;
}

/** Each code in two steps: its category, then what stands behind the point. */
type ByCode<Text> = {
  readonly [Category in NotificationCategory]: {
    readonly [Code in NotificationCode as Code extends `${Category}.${infer Name}` ? Name : never]: Text;
  };
};

/** What people are told of notifications: the console and channels say the same. */
export interface NotificationTexts {
  readonly code: ByCode<NotificationText>;
  readonly level: Readonly<Record<Level, string>>;
  /** Title of one that happened to others, too. */
  readonly andOthers: string;
}
