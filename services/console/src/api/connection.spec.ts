import { expect, test } from 'vitest';
import { connection, onReconnect } from './connection';

test('whoever waits for the line hears when it is back, until they call it off', () => {
  let heard = 0;
  const stop = onReconnect(() => (heard += 1));
  connection.set('lost');
  expect(heard).toBe(0);
  connection.set('connected');
  expect(heard).toBe(1);
  stop();
  connection.set('lost');
  connection.set('connected');
  expect(heard).toBe(1);
});
