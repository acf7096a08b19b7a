import type { CommandProgress } from '@tutti/contracts/devices';
import { EntitySchema } from 'typeorm';
import { bigint, key, real, text } from '@tutti/database';

/** How far a running command has come, as its device last said. */
export interface CommandProgressRow extends CommandProgress {
  readonly commandId: string;
  /** Our clock, milliseconds since 1970. */
  readonly at: number;
}

export const commandProgressTable = new EntitySchema<CommandProgressRow>({
  name: 'command_progress',
  columns: {
    commandId: key(text('command_id', 36)),
    step: text('step', 16),
    share: real('share'),
    at: bigint('at'),
  },
});
