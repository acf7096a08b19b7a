import type { Item } from '@tutti/contracts/datasets';
import { useCallback, useEffect, useRef, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Classes } from '../../../components/label/label-boxes';
import { gridKeyHandler } from './grid-keys';
import { PictureTile } from './picture-tile';
import { sizes, type Size } from './picture-view';
import { all, nothing, ranged, toggled, type Selection } from './selection';
import { drawnRows, layoutOf, useWidth, useWindowRows } from './use-window-rows';
import './picture-grid.css';

interface Props {
  readonly items: readonly Item[];
  readonly classes: Classes;
  readonly size: Size;
  readonly selection: Selection;
  /** Whether there is more than `items`. */
  readonly hasMore: boolean;
  readonly onSelect: (change: (selection: Selection) => Selection) => void;
  /** The end of the list comes into sight. */
  readonly onNearEnd: () => void;
  readonly onLabel: (id: string) => void;
  readonly onDetails: (id: string) => void;
}

/** Scrolls a row into sight and gives its tile the focus, as soon as it is drawn. */
const useFocus = (grid: React.RefObject<HTMLDivElement | null>, rowHeight: number, columns: number) => {
  const [current, setCurrent] = useState(0);
  const wanted = useRef<number>(undefined);
  useEffect(() => {
    const tile = grid.current?.querySelector<HTMLElement>(`[data-index="${wanted.current ?? ''}"]`);
    if (!tile) return;
    wanted.current = undefined;
    tile.focus({ preventScroll: true });
  });
  const focus = (to: number): void => {
    const top = (grid.current?.getBoundingClientRect().top ?? 0) + Math.floor(to / columns) * rowHeight;
    const below = top + rowHeight - (window.innerHeight - 72);
    if (top < 72) window.scrollBy({ top: top - 72, behavior: 'instant' });
    else if (below > 0) window.scrollBy({ top: below, behavior: 'instant' });
    wanted.current = to;
    setCurrent(to);
  };
  return { current, setCurrent, focus };
};

/** Tells once for each length of the list. */
const useNearEnd = (near: boolean, count: number, onNearEnd: () => void): void => {
  const tell = useRef(onNearEnd);
  useEffect(() => {
    tell.current = onNearEnd;
  });
  useEffect(() => {
    if (near) tell.current();
  }, [near, count]);
};

/** Pictures in rows, of which only those in sight are drawn. */
export const PictureGrid = (props: Props) => {
  const { items, classes, size, selection, hasMore, onSelect, onNearEnd, onLabel, onDetails } = props;
  const { t } = useTranslation();
  const grid = useRef<HTMLDivElement>(null);
  const { columns, width, rowHeight } = layoutOf(useWidth(grid), sizes[size]);
  const rows = Math.ceil(items.length / columns);
  const { first, end } = useWindowRows(grid, rowHeight, rows);
  useNearEnd(hasMore && end >= rows - 2, items.length, onNearEnd);
  const { current, setCurrent, focus } = useFocus(grid, rowHeight, columns);
  const shown = useRef(items);
  useEffect(() => {
    shown.current = items;
  });
  const press = useCallback(
    (index: number, event: MouseEvent) => {
      setCurrent(index);
      onSelect((was) => (event.shiftKey ? ranged : toggled)(was, shown.current, index));
    },
    [onSelect, setCurrent],
  );
  const stop = Math.min(current, items.length - 1);
  const idAt = (index: number): string => items[index]?.id ?? '';
  const onKeyDown = gridKeyHandler({
    columns,
    count: items.length,
    current: stop,
    move: (to, extending) => {
      if (extending)
        onSelect((was) => ranged(was.chosen.size === 0 ? { ...was, anchor: stop } : was, items, to));
      focus(to);
    },
    toggle: (index) => onSelect((was) => toggled(was, items, index)),
    open: (index) => onLabel(idAt(index)),
    details: (index) => onDetails(idAt(index)),
    chooseAll: () => onSelect(() => all(items)),
    chooseNone: () => onSelect(() => nothing),
  });
  return (
    <div
      ref={grid}
      role="grid"
      className="picture-grid"
      aria-label={t('pictures.grid')}
      aria-description={t('pictures.keys')}
      aria-multiselectable="true"
      aria-rowcount={hasMore ? -1 : rows}
      aria-colcount={columns}
      style={{ height: rows * rowHeight }}
      onKeyDown={onKeyDown}
      onFocus={({ target }) => {
        const index = target.dataset['index'];
        if (index !== undefined) setCurrent(Number(index));
      }}
    >
      {drawnRows({ first, end }, Math.floor(stop / columns)).map((row) => (
        <div
          key={row}
          role="row"
          aria-rowindex={row + 1}
          className="picture-row"
          style={{ top: row * rowHeight }}
        >
          {items.slice(row * columns, (row + 1) * columns).map((item, column) => {
            const index = row * columns + column;
            return (
              <PictureTile
                key={item.id}
                item={item}
                classes={classes}
                index={index}
                column={column}
                width={width}
                chosen={selection.chosen.has(item.id)}
                current={index === stop}
                below={sizes[size].below > 0}
                onPress={press}
                onOpen={onDetails}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
};
