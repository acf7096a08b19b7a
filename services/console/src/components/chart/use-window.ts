import { useState } from 'react';
import { between, liveFor, panned, zoomed, type TimeWindow } from './window';

export interface WindowControl {
  readonly window: TimeWindow;
  readonly set: (window: TimeWindow) => void;
  readonly pan: (share: number) => void;
  readonly zoom: (factor: number) => void;
  /** To a stretch, in milliseconds. */
  readonly show: (fromMs: number, toMs: number) => void;
  /** Back to the present. */
  readonly goLive: () => void;
}

/** The stretch of time that the charts of a page look at together: up to `end`, or up to now. */
export const useWindow = (seconds: number, end: number | null = null): WindowControl => {
  const [window, set] = useState<TimeWindow>({ ...liveFor(seconds), end });
  return {
    window,
    set,
    pan: (share) => set(panned(window, share, Date.now())),
    zoom: (factor) => set(zoomed(window, factor, Date.now())),
    show: (from, to) => set(between(from, to, Date.now())),
    goLive: () => set(liveFor(window.seconds)),
  };
};
