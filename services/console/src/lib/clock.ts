import { createStore } from './store';
import { useStore } from './use-store';

const tickMs = 5_000;
const now = createStore(Date.now());
window.setInterval(() => {
  now.set(Date.now());
}, tickMs);

/** The time, a little late: enough for "a minute ago", and all of a page say the same. */
export const useNow = (): number => useStore(now);
