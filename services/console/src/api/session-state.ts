import { createStore } from '../lib/store';

/** `ended`: the server knows us no longer and renewing did not help. Signing in sets it back. */
export type SessionState = 'assumed' | 'ended' | 'signed-out';

export const sessionState = createStore<SessionState>('assumed');
