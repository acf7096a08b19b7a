import { createStore } from '../lib/store';

/** Whether the server answers. */
export type Connection = 'connected' | 'lost';

/** Every request tells here; the banner and the live stream listen. */
export const connection = createStore<Connection>('connected');

/** Longer than a tab goes without asking for anything: see `slowMs`. */
const silentForMs = 15_000;
let answeredAt = -Infinity;

/** A service answered, be it with a refusal. */
export const noteAnswer = (): void => {
  answeredAt = Date.now();
  connection.set('connected');
};

/** A gateway answered for a service that did not. That is one service; unless no other has answered for a while. */
export const noteGatewayAnswer = (): void => {
  if (Date.now() - answeredAt > silentForMs) connection.set('lost');
};

/** Calls back whenever the server answers again; returns how to call it off. */
export const onReconnect = (reconnected: () => void): (() => void) =>
  connection.subscribe(() => {
    if (connection.get() === 'connected') reconnected();
  });
