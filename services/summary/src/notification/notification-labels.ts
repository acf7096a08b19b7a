/** What entries of `info` are called where they are listed. What has no name is for the text alone. */
export type InfoNames = Readonly<Record<string, string>>;

/** What messages to channels say beside the texts that the console shows, too. */
export interface Labels {
  readonly info: InfoNames;
  readonly repeated: string;
  readonly others: string;
  readonly more: string;
  readonly level: string;
  readonly at: string;
  readonly open: string;
}
