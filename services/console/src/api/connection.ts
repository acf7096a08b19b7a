import { createStore } from '../lib/store';

/** Whether the server answers. */
export type Connection = 'connected' | 'lost';

/** Every request and the live stream tell here; the banner and the live stream listen. */
export const connection = createStore<Connection>('connected');
