import type { EnrolmentTokenEvent } from '@tutti/contracts/devices';
import type { Process, Reaction, Recorded } from '@tutti/kernel';
import { infoOf, type Tell } from '../tell/tell.process';

/** Of a token that can still be used. */
export interface TokenWatchState {
  readonly name: string;
  readonly expiresAt: string;
  readonly left: number;
}

type Reacted = Reaction<TokenWatchState | null, Tell>;
type Issued = Extract<EnrolmentTokenEvent, { type: 'EnrolmentTokenIssued' }>['data'];

const dayMs = 86_400_000;
/** Whoever makes a token for less knows when it ends. */
const shortestLifeMs = 3 * dayMs;

const issued = ({ note, expiresAt, maxUses }: Issued, { aggregateId, time }: Recorded): Reacted => {
  const end = Date.parse(expiresAt);
  if (end - time.getTime() < shortestLifeMs) return { state: undefined };
  return {
    state: { name: note ?? aggregateId.slice(-8), expiresAt, left: maxUses },
    timers: [{ name: 'expires', at: new Date(end - dayMs) }],
  };
};

const react = (state: TokenWatchState | null, recorded: Recorded<EnrolmentTokenEvent>): Reacted => {
  const { event } = recorded;
  switch (event.type) {
    case 'EnrolmentTokenIssued':
      return issued(event.data, recorded);
    case 'EnrolmentTokenUsed':
      return { state: state && state.left > 1 ? { ...state, left: state.left - 1 } : undefined };
    case 'EnrolmentTokenRevoked':
      return { state: undefined };
    default:
      return event satisfies never;
  }
};

/** What people are told of enrolment tokens. One instance per token, while it can be used. */
export const tokenWatchProcess: Process<TokenWatchState | null, EnrolmentTokenEvent, Tell> = {
  name: 'token-watch',
  version: 1,
  subjects: ['evt.devices.enrolment-token.*'],
  handles: ['EnrolmentTokenIssued', 'EnrolmentTokenUsed', 'EnrolmentTokenRevoked'],
  ignores: [],
  initialState: null,
  correlate: ({ aggregateId }) => aggregateId,
  react: (state, input, id) => {
    if (input.kind === 'event') return react(state, input.recorded);
    if (!state) return { state: undefined };
    const { name, expiresAt } = state;
    const code = 'security.enrolment-token-expires';
    const at = input.at.toISOString();
    return {
      state: undefined,
      outgoing: [{ type: 'Tell', code, source: { id, name }, at, info: infoOf({ expiresAt }) }],
    };
  },
};
