import type { Random } from '@tutti/kernel';

/** What whoever runs Tutti says of channels. */
export interface ChannelSettings {
  /** Hosts that may be sent to; all on the Internet, and this machine, when absent. */
  readonly hosts?: readonly string[] | undefined;
  readonly webhookTeams?: string | undefined;
  readonly summaryServerUrl?: string | undefined;
  readonly summaryServerKey?: string | undefined;
  /** Of the waits between attempts. */
  readonly random?: Random;
}
