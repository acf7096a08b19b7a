import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';

export interface GridLayout {
  readonly columns: number;
  /** Of a picture, in pixels. */
  readonly width: number;
  /** From the top of one row to that of the next. */
  readonly rowHeight: number;
}

export const gap = 10;

/** As many columns of at least this width as fit, stretched to fill the line. */
export const layoutOf = (
  available: number,
  size: { readonly width: number; readonly below: number },
): GridLayout => {
  const columns = Math.max(2, Math.floor((available + gap) / (size.width + gap)));
  const width = Math.max(0, (available - gap * (columns - 1)) / columns);
  return { columns, width, rowHeight: width + size.below + gap };
};

interface Span {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

const spareRows = 3;

/** Rows that are in sight, with a few more on both sides. */
export const spanOf = (top: number, height: number, rowHeight: number, rows: number): Span => ({
  first: Math.min(Math.max(0, Math.floor(-top / rowHeight) - spareRows), Math.max(0, rows - 1)),
  end: Math.min(rows, Math.max(1, Math.ceil((height - top) / rowHeight) + spareRows)),
});

/** The rows in sight, and the one that has the focus: it would lose it otherwise. */
export const drawnRows = ({ first, end }: Span, focused: number): readonly number[] => {
  const inSight = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  if (focused < first) return [focused, ...inSight];
  return focused >= end ? [...inSight, focused] : inSight;
};

/** The width of an element, as it changes. */
export const useWidth = (element: RefObject<HTMLElement | null>): number => {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const measure = (): void => setWidth(current.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width;
};

/** Which rows of an element stand in the window: only they are drawn, however long the list is. */
export const useWindowRows = (
  element: RefObject<HTMLElement | null>,
  rowHeight: number,
  rows: number,
): Span => {
  const [span, setSpan] = useState<Span>({ first: 0, end: 1 });
  useEffect(() => {
    const look = (): void => {
      const top = element.current?.getBoundingClientRect().top ?? 0;
      const next = spanOf(top, window.innerHeight, rowHeight, rows);
      setSpan((was) => (was.first === next.first && was.end === next.end ? was : next));
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    return () => {
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
    };
  }, [element, rowHeight, rows]);
  return span;
};
