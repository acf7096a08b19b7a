/** What identifies an entry of telemetry: a repeat has the same and overwrites itself. */
export interface EntryKey {
  readonly deviceId: string;
  /** Of the device. */
  readonly journal: string;
  /** Place in it. */
  readonly seq: number;
}

/** Id of an entry in the API: `<device>.<journal>.<sequence>`. */
export const entryId = ({ deviceId, journal, seq }: EntryKey): string => `${deviceId}.${journal}.${seq}`;

export const parseEntryId = (id: string): EntryKey | undefined => {
  const [, deviceId = '', journal = '', seq = ''] =
    /^([a-z2-7]{26})\.([A-Za-z0-9_-]{1,64})\.(\d{1,16})$/.exec(id) ?? [];
  return deviceId === '' ? undefined : { deviceId, journal, seq: Number(seq) };
};
