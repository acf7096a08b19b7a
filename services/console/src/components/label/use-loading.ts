import { useEffect, useState } from 'react';
import { onReconnect } from '../../api/connection';

interface Loading {
  readonly failed: boolean;
  readonly fail: () => void;
  readonly retry: () => void;
}

/** Of a picture. Why it cannot be shown is not told; it is asked for again as soon as the server answers again. */
export const useLoading = (): Loading => {
  const [failed, setFailed] = useState(false);
  const retry = (): void => setFailed(false);
  useEffect(() => (failed ? onReconnect(() => setFailed(false)) : undefined), [failed]);
  return { failed, fail: () => setFailed(true), retry };
};
