import { join } from 'node:path';
import type { AgentConfig } from '../config';
import type { Logger } from '../log';
import type { Faults } from '../runtime-status';
import { Journal, type JournalTrouble } from './journal';

const dayMs = 86_400_000;

/** The agent's journal; its troubles go to the log and, while it cannot be written, to the heartbeat. */
export function openJournal(
  folder: string,
  config: AgentConfig,
  faults: Faults,
  log: Logger,
): Promise<Journal> {
  const onTrouble = (trouble: JournalTrouble): void => {
    const known = faults.journal?.message === trouble.message;
    if (trouble.type === 'journal.write-failed') faults.journal = trouble;
    if (!known)
      log[trouble.type === 'journal.torn' ? 'warn' : 'error']({ code: trouble.type }, trouble.message);
  };
  return Journal.open({
    folder: join(folder, 'journal'),
    maxBytes: config.journalMegabytes * 1024 * 1024,
    maxAgeMs: config.journalDays * dayMs,
    onTrouble,
  });
}
