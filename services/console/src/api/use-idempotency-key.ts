import { useState } from 'react';
import { v4 as uuid } from 'uuid';

/** Of a command that a person may send again when its answer was lost: the same as long as what it is about. */
export const useIdempotencyKey = (about: string): string => {
  const [current, setCurrent] = useState(() => ({ about, key: uuid() }));
  if (current.about === about) return current.key;
  const next = { about, key: uuid() };
  setCurrent(next);
  return next.key;
};
