/** Services that have a NATS user of their own in account CORE. */
export const serviceNames = ['identity', 'devices', 'summary', 'datasets', 'training', 'deployment'] as const;
export type ServiceName = (typeof serviceNames)[number];

/**
 * Everybody who has a credentials file. `setup` creates logs and buckets, `trainer` takes jobs of training; in the system
 * account `revoker` (devices service only) replaces account EDGE's claims and `observer` reads the server's settings.
 */
export const userNames = [...serviceNames, 'setup', 'trainer', 'revoker', 'observer'] as const;
export type UserName = (typeof userNames)[number];

export const accountNames = ['SYS', 'CORE', 'EDGE', 'PUBLIC'] as const;
export type AccountName = (typeof accountNames)[number];

export const isServiceName = (user: UserName): user is ServiceName =>
  serviceNames.some((name) => name === user);

/** Whose programs get a folder of their own with what they need of the setup. */
export const programNames = [...serviceNames, 'trainer'] as const;
export type ProgramName = (typeof programNames)[number];

/** The account that a user belongs to. Trainers are others' programs on others' machines: away from JetStream. */
export const accountOf = (user: UserName): 'SYS' | 'CORE' | 'PUBLIC' => {
  if (user === 'trainer') return 'PUBLIC';
  return user === 'revoker' || user === 'observer' ? 'SYS' : 'CORE';
};

/** Replies to a user arrive below its own prefix: nobody reads another's. */
export const inboxPrefix = (user: string): string => `_INBOX.${user}`;
