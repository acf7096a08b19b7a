import { createContext, useContext } from 'react';

/** The moment that the page shows, in milliseconds since 1970; null is the present. */
export const PastContext = createContext<number | null>(null);

export const useThen = (): number | null => useContext(PastContext);
