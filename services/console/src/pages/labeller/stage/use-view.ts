import { useCallback, useEffect, useState } from 'react';
import type { Point, Size } from '../geometry/area';
import { actualView, fitView, middleOf, panBy, zoomAt, type View } from '../geometry/view';

const unmeasured: Size = { width: 0, height: 0 };

/** The size of an element, as it changes. */
const useSizeOf = (element: HTMLElement | null): Size => {
  const [size, setSize] = useState(unmeasured);
  useEffect(() => {
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return size;
};

export interface ViewControl {
  readonly view: View;
  readonly screen: Size;
  readonly zoom: (factor: number, at?: Point) => void;
  readonly pan: (by: Point) => void;
  readonly fit: () => void;
  readonly actual: () => void;
}

/** How a picture lies on its stage; each new picture is seen whole at first. */
export const useView = (stage: HTMLElement | null, pictureId: string, picture: Size): ViewControl => {
  const screen = useSizeOf(stage);
  const [chosen, setChosen] = useState<{ readonly id: string; readonly view: View }>();
  const { width, height } = picture;
  const change = useCallback(
    (next: (view: View, desk: { picture: Size; screen: Size }) => View) => {
      const desk = { picture: { width, height }, screen };
      setChosen((before) => {
        const view = before?.id === pictureId ? before.view : fitView(desk.picture, screen);
        return { id: pictureId, view: next(view, desk) };
      });
    },
    [pictureId, width, height, screen],
  );
  const zoom = useCallback(
    (factor: number, at?: Point) =>
      change((view, desk) => zoomAt(view, factor, at ?? middleOf(desk.screen), desk)),
    [change],
  );
  const pan = useCallback((by: Point) => change((view, desk) => panBy(view, by, desk)), [change]);
  return {
    view: chosen?.id === pictureId ? chosen.view : fitView(picture, screen),
    screen,
    zoom,
    pan,
    fit: () => setChosen(undefined),
    actual: () => change((_, desk) => actualView(desk.picture, desk.screen)),
  };
};
