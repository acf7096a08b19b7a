import { useEffect } from 'react';
import type { Point } from '../geometry/area';

const pixelsPerLine = 16;

/** The wheel zooms to the pointer; a pinch on a touchpad comes as a wheel with Ctrl, in smaller steps. */
export const useWheel = (stage: HTMLElement | null, zoom: (factor: number, at: Point) => void): void => {
  useEffect(() => {
    if (!stage) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top } = stage.getBoundingClientRect();
      const by = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? pixelsPerLine : 1);
      zoom(Math.exp(-by * (event.ctrlKey ? 0.01 : 0.002)), {
        x: event.clientX - left,
        y: event.clientY - top,
      });
    };
    // React's own listener is passive: the page would scroll.
    stage.addEventListener('wheel', onWheel, { passive: false });
    return () => stage.removeEventListener('wheel', onWheel);
  }, [stage, zoom]);
};
