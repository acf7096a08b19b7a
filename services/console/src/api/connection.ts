import { createStore } from '../lib/store';

/** Whether the server answers. */
export type Connection = 'connected' | 'lost';

/** Every request and the live stream tell here; the banner and the live stream listen. */
export const connection = createStore<Connection>('connected');

/** Calls back whenever the server answers again; returns how to call it off. */
export const onReconnect = (reconnected: () => void): (() => void) =>
  connection.subscribe(() => {
    if (connection.get() === 'connected') reconnected();
  });
