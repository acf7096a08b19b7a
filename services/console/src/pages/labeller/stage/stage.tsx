import type { Item } from '@tutti/contracts/datasets';
import { IconPhotoOff } from '@tabler/icons-react';
import { useState, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
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
  /** What became of the picture: nothing is said of one that nobody has seen. */
  readonly onPicture: (id: string, outcome: 'shown' | 'gone') => void;
  readonly label: string;
  readonly children: ReactNode;
}

/** Where a pixel is larger than this on the screen, its edges are shown. */
const pixelated = 3;

const Picture = ({ item, control, onPicture }: Pick<Props, 'item' | 'control' | 'onPicture'>) => {
  const { t } = useTranslation();
  const [isGone, setGone] = useState(false);
  const { scale, x, y } = control.view;
  const { width, height, pictureUrl, id } = item;
  if (isGone)
    return (
      <div className="lb-gone">
        <IconPhotoOff size={32} aria-hidden="true" />
        {t('labelling.gone')}
      </div>
    );
  return (
    <img
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
      onLoad={() => onPicture(id, 'shown')}
      onError={() => {
        setGone(true);
        onPicture(id, 'gone');
      }}
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
      {...pointers}
    >
      {screen.width > 0 && (
        <>
          <Picture key={item.id} item={item} control={control} onPicture={rest.onPicture} />
          {rest.children}
          <Crosshair pointer={pointer} view={view} picture={item} withLines={withLines} />
        </>
      )}
    </div>
  );
};
