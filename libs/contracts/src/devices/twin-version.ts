import { type z } from 'zod';
import { twinCommands } from './commands';

/** Of which event of which log a key of a twin is. */
export const twinVersion = twinCommands.pick({ incarnation: true, position: true });
export type TwinVersion = Readonly<z.infer<typeof twinVersion>>;

/** As the twin's head names it. */
export const twinVersionText = ({ incarnation, position }: TwinVersion): string =>
  `${incarnation}:${position}`;

/** Undefined where the head names none. */
export const readTwinVersion = (text: string | undefined): TwinVersion | undefined => {
  const [, incarnation, position] = /^(.*):(\d+)$/s.exec(text ?? '') ?? [];
  return incarnation === undefined ? undefined : { incarnation, position: Number(position) };
};

/** That a key holds what the other version does, or what came after it. Versions of two logs have no order. */
export const isAsNewAs = (one: TwinVersion | undefined, other: TwinVersion): boolean =>
  one?.incarnation === other.incarnation && one.position >= other.position;
