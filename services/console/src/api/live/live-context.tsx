import { useQueryClient } from '@tanstack/react-query';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { paced } from '../../lib/paced';
import { useStore } from '../../lib/use-store';
import { onReconnect } from '../connection';
import { fetchEvents } from '../events';
import { problemStatus } from '../problem-error';
import { createInvalidator } from './invalidation';
import { LiveLog } from './live-log';

const createLiveLog = (): LiveLog =>
  new LiveLog({
    // Soon given up: whatever went wrong, the next attempt may go well.
    fetchPage: (query) => fetchEvents(query, { patienceMs: 5_000 }),
    open: (after) => new EventSource(`/api/v1/events?after=${after}`),
    later: (ms, callback) => {
      const timer = window.setTimeout(callback, ms);
      return () => window.clearTimeout(timer);
    },
    isFinal: (error) => [401, 403].includes(problemStatus(error) ?? 0),
  });

const LiveContext = createContext<LiveLog | undefined>(undefined);

const tickMs = 2_000;
const sleptMs = 10_000;

/** Calls back when the page's own time stood still: the machine slept, or the browser froze the tab. */
const onWake = (woken: () => void): (() => void) => {
  let last = Date.now();
  const timer = window.setInterval(() => {
    const now = Date.now();
    if (now - last > sleptMs) woken();
    last = now;
  }, tickMs);
  return () => window.clearInterval(timer);
};

/** A hidden tab holds no connection: browsers allow six per server over HTTP/1.1. */
const followVisibility = (log: LiveLog): (() => void) => {
  const follow = (): void => {
    if (document.hidden) log.stop();
    else log.start();
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  window.addEventListener('online', follow);
  const stopWatching = onWake(() => {
    if (!document.hidden) log.restart();
  });
  return () => {
    stopWatching();
    document.removeEventListener('visibilitychange', follow);
    window.removeEventListener('online', follow);
    log.stop();
  };
};

/** Calls back when the stream lives, at first and after each interruption. */
const onLive = (log: LiveLog, live: () => void): (() => void) => {
  let was = log.state.get().status;
  return log.state.subscribe(() => {
    const { status } = log.state.get();
    if (status === 'live' && was !== 'live') live();
    was = status;
  });
};

/** A line that comes and goes would ask the server for everything at each turn. */
const askAllMs = 5_000;

const useReadAgain = (log: LiveLog): void => {
  const client = useQueryClient();
  useEffect(() => {
    const readAll = paced(askAllMs, () => void client.invalidateQueries());
    return onReconnect(() => {
      readAll();
      if (log.state.get().status === 'waiting') log.start();
    });
  }, [client, log]);
  // What failed behind a gateway that itself was never away.
  useEffect(
    () =>
      onLive(
        log,
        () => void client.invalidateQueries({ predicate: ({ state }) => state.status === 'error' }),
      ),
    [client, log],
  );
};

/** One live log for all pages of this tab; its events make the matching queries stale at once. */
export const LiveProvider = ({ children }: { readonly children: ReactNode }) => {
  const client = useQueryClient();
  const [log] = useState(createLiveLog);
  useEffect(() => followVisibility(log), [log]);
  useEffect(() => log.onEvents(createInvalidator(client)), [client, log]);
  useEffect(() => log.onGap(() => void client.invalidateQueries()), [client, log]);
  useReadAgain(log);
  return <LiveContext value={log}>{children}</LiveContext>;
};

const useLiveLog = (): LiveLog => {
  const log = useContext(LiveContext);
  if (!log) throw new Error('useLiveLog belongs below LiveProvider');
  return log;
};

/** The newest events and whether they are live. */
export const useLiveEvents = () => useStore(useLiveLog().state);

/** Hears of every event that was not known before. The listener stays the same from one drawing to the next. */
export const useOnEvents = (listener: (events: readonly LoggedEvent[]) => void): void => {
  const log = useLiveLog();
  useEffect(() => log.onEvents(listener), [log, listener]);
};

/** Tries to connect at once. */
export const useReconnect = (): (() => void) => {
  const log = useLiveLog();
  return () => {
    log.start();
  };
};
