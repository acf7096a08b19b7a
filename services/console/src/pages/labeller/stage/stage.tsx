import { Button } from '@mantine/core';
import type { Item } from '@tutti/contracts/datasets';
import { IconPhotoOff } from '@tabler/icons-react';
import { useEffectEvent, useLayoutEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoading } from '../../../components/label/use-loading';
import { createStore } from '../../../lib/store';
import type { Point } from '../geometry/area';
import { Crosshair } from './crosshair';
import type { Drawing } from './gesture';
import { usePointers } from './use-pointers';
import { useWheel } from './use-wheel';
import type { ViewControl } from './use-view';

interface Props {
  readonly item: Item;
  readonly control: ViewControl;
  readonly stage: HTMLElement | null;
  readonly ref: Ref<HTMLDivElement>;
  readonly drawing: Drawing;
  readonly withLines: boolean;
  readonly isPanning: () => boolean;
  /** Nothing is said of a picture that nobody has seen. */
  readonly onShown: (itemId: string) => void;
  readonly isShown: boolean;
  readonly label: string;
  readonly children: ReactNode;
}

/** Where a pixel is larger than this on the screen, its edges are shown. */
const pixelated = 3;

const Picture = ({ item, control, onShown }: Pick<Props, 'item' | 'control' | 'onShown'>) => {
  const { t } = useTranslation();
  const { failed, fail, retry } = useLoading();
  const { scale, x, y } = control.view;
  const { width, height, pictureUrl, id } = item;
  const image = useRef<HTMLImageElement>(null);
  const shown = useEffectEvent(() => onShown(id));
  // One that was fetched ahead is there at once; its event would come later.
  useLayoutEffect(() => {
    if (image.current?.complete === true && image.current.naturalWidth > 0) shown();
  }, [failed]);
  if (failed)
    return (
      // Of the stage, which would capture the pointer, this is no part.
      <div className="lb-unavailable" onPointerDown={(event) => event.stopPropagation()}>
        <IconPhotoOff size={32} aria-hidden="true" />
        {t('labelling.unavailable')}
        <Button size="xs" variant="default" onClick={retry}>
          {t('action.retry')}
        </Button>
      </div>
    );
  return (
    <img
      ref={image}
      className="lb-picture"
      data-item={id}
      data-pixelated={scale > pixelated ? '' : undefined}
      src={pictureUrl}
      width={width}
      height={height}
      alt=""
      draggable={false}
      decoding="sync"
      style={{ transform: `translate(${x}px, ${y}px) scale(${scale})` }}
      onLoad={() => onShown(id)}
      onError={fail}
    />
  );
};

/** The picture, zoomed and moved, with what is drawn on it. Screen readers hear what is said beside it. */
export const Stage = ({ item, control, stage, ref, drawing, withLines, isPanning, ...rest }: Props) => {
  const [pointer] = useState(() => createStore<Point | undefined>(undefined));
  const pointers = usePointers({ control, drawing, isPanning, onPoint: pointer.set });
  useWheel(stage, control.zoom);
  const { screen, view } = control;
  return (
    <div
      className="lb-stage"
      ref={ref}
      tabIndex={0}
      role="application"
      aria-label={rest.label}
      data-stage=""
      data-shown={rest.isShown ? item.id : undefined}
      {...pointers}
    >
      {screen.width > 0 && (
        <>
          <Picture key={item.id} item={item} control={control} onShown={rest.onShown} />
          {rest.children}
          <Crosshair pointer={pointer} view={view} picture={item} withLines={withLines} />
        </>
      )}
    </div>
  );
};
