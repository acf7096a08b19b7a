/** One entry of a batch, with what the subject and the log say of it. */
export interface Arrival<Entry> {
  readonly deviceId: string;
  readonly journal: string;
  /** Our clock, milliseconds since 1970: when its message reached the log. */
  readonly receivedAt: number;
  readonly entry: Entry;
  /** What the device's clock said, where that cannot be when it was. */
  readonly claimedAt?: string;
  /** Results with a score below it are warnings. None when absent. */
  readonly warningScore?: number | null;
}

/** What identifies an entry: a repeat has the same and overwrites itself. */
export interface EntryKey {
  readonly deviceId: string;
  readonly journal: string;
  readonly seq: number;
}

export const keyOf = ({
  deviceId,
  journal,
  entry: { seq },
}: Arrival<{ readonly seq: number }>): EntryKey => ({
  deviceId,
  journal,
  seq,
});

/** Id of a row in the API: `<device>.<journal>.<sequence>`. */
export const entryId = ({ deviceId, journal, seq }: EntryKey): string => `${deviceId}.${journal}.${seq}`;

export const parseEntryId = (id: string): EntryKey | undefined => {
  const [, deviceId = '', journal = '', seq = ''] =
    /^([a-z2-7]{26})\.([A-Za-z0-9_-]{1,64})\.(\d{1,16})$/.exec(id) ?? [];
  return deviceId === '' ? undefined : { deviceId, journal, seq: Number(seq) };
};
