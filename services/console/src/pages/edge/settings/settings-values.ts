import type { DeviceSettings } from '@tutti/contracts/devices';

/** What people type: shares in percent, empty where a rule is not used. */
export interface SettingsValues {
  /** The device chooses by its own rules. */
  readonly own: boolean;
  readonly threshold: number | string;
  readonly margin: number | string;
  readonly entropy: number | string;
  readonly audit: number | string;
  readonly perDay: number | string;
  readonly megabytes: number | string;
  readonly warning: number | string;
}

const megabyte = 1024 * 1024;
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
const percent = (share: number | null | undefined): number | '' =>
  share == null ? '' : rounded(share * 100);
const shareOf = (value: number | string): number | null =>
  value === '' ? null : rounded(Number(value) / 100);

export const valuesOf = ({ sampling, warningScore }: DeviceSettings): SettingsValues => ({
  own: sampling === null,
  threshold: percent(sampling?.threshold),
  margin: percent(sampling?.margin),
  entropy: percent(sampling?.entropy),
  audit: percent(sampling?.audit ?? 0),
  perDay: sampling?.perDay ?? 200,
  megabytes: rounded((sampling?.bytesPerDay ?? 100 * megabyte) / megabyte),
  warning: percent(warningScore),
});

/** What must be said: without a cap there is none to go by, and none is not zero. */
export const isWhole = ({ own, perDay, megabytes }: SettingsValues): boolean =>
  own || (perDay !== '' && megabytes !== '');

/** A rule that the form does not show stays as it was. */
export const settingsOf = (values: SettingsValues, { sampling }: DeviceSettings): DeviceSettings => ({
  warningScore: shareOf(values.warning),
  sampling: values.own
    ? null
    : {
        threshold: shareOf(values.threshold),
        boxes: sampling?.boxes ?? null,
        margin: shareOf(values.margin),
        entropy: shareOf(values.entropy),
        audit: shareOf(values.audit) ?? 0,
        perDay: Number(values.perDay),
        bytesPerDay: Math.round(Number(values.megabytes) * megabyte),
      },
});
