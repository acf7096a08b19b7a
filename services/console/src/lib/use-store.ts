import { useSyncExternalStore } from 'react';
import type { Store } from './store';

/** The store's value; the component follows it. */
export const useStore = <T>(store: Store<T>): T => useSyncExternalStore(store.subscribe, store.get);
