import type { CommitMetadata, Outgoing } from '@tutti/kernel';

export interface EffectContext {
  /** The same over retries: the command id of a command. */
  readonly id: string;
  readonly instanceId: string;
  /** Aborts when the lease is lost, the runner stops or the effect takes too long. */
  readonly signal: AbortSignal;
  /** For the commit that a command leads to: its cause, its trace, who acts. */
  readonly metadata: CommitMetadata;
}

/** Does one command or effect; must bear being called again with the same id. A throw is a failure. */
export type EffectHandler<Effect extends Outgoing> = (
  effect: Effect,
  context: EffectContext,
) => Promise<void>;

/** A handler that is tried for ever: for revocations, which must never wait for a person. */
export interface TirelessHandler<Effect extends Outgoing> {
  readonly handle: EffectHandler<Effect>;
  readonly neverPark: true;
}

/** One per type of outgoing. */
export type EffectHandlers<Effect extends Outgoing> = {
  readonly [Type in Effect['type']]:
    EffectHandler<Extract<Effect, { type: Type }>> | TirelessHandler<Extract<Effect, { type: Type }>>;
};

export interface KnownHandler {
  readonly handle: EffectHandler<Outgoing>;
  readonly neverPark: boolean;
}

/** The handler of a type as it stands in the outbox; older code may have written one that is gone. */
export const handlerOf = (handlers: object, type: string): KnownHandler => {
  const found = (handlers as Readonly<Record<string, EffectHandler<Outgoing> | TirelessHandler<Outgoing>>>)[
    type
  ];
  if (found === undefined) {
    return { handle: () => Promise.reject(new Error(`there is no handler for ${type}`)), neverPark: false };
  }
  return typeof found === 'function' ? { handle: found, neverPark: false } : found;
};
