import { useEffect, useRef } from 'react';
import type { Item } from '@tutti/contracts/datasets';

const depth = 6;

/** Fetches and decodes the next pictures, so that each is there when its turn comes. */
export const usePrefetch = (items: readonly Item[], at: number): void => {
  const held = useRef(new Map<string, HTMLImageElement>());
  useEffect(() => {
    const wanted = items.slice(Math.max(at - 1, 0), at + 1 + depth);
    const next = new Map<string, HTMLImageElement>();
    for (const { pictureUrl } of wanted) {
      const known = held.current.get(pictureUrl);
      const image = known ?? new Image();
      if (!known) {
        image.src = pictureUrl;
        // Whether it can be shown is told by the one that shows it.
        image.decode().catch(() => undefined);
      }
      next.set(pictureUrl, image);
    }
    held.current = next;
  }, [items, at]);
};
