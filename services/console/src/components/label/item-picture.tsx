import { IconPhotoOff } from '@tabler/icons-react';
import type { Item } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { LabelBoxes, type Classes, type Labelled } from './label-boxes';
import { useLoading } from './use-loading';
import '../result/prediction-picture.css';

interface Props {
  readonly item: Labelled & Pick<Item, 'pictureUrl' | 'thumbnailUrl'>;
  readonly classes: Classes;
  /** The whole picture, not the small one. */
  readonly whole?: boolean;
  /** Empty where the words beside it say the same. */
  readonly alt: string;
}

/** Below this many pixels blurring a picture up would hide what is in it. */
const smallSide = 96;

/** An item's picture in its own proportions, with its boxes. */
export const ItemPicture = ({ item, classes, whole = false, alt }: Props) => {
  const { t } = useTranslation();
  const { failed, fail } = useLoading();
  const { width, height, pictureUrl, thumbnailUrl } = item;
  if (failed)
    return (
      <div className="picture" role="img" aria-label={t('pictures.gone')}>
        <IconPhotoOff size={24} aria-hidden="true" />
      </div>
    );
  return (
    <div className="picture" style={whole ? { aspectRatio: 'auto' } : undefined}>
      <div
        className="picture-frame"
        style={{ '--ratio': width / height } as React.CSSProperties}
        data-small={Math.max(width, height) <= smallSide ? '' : undefined}
      >
        <img
          src={whole ? pictureUrl : thumbnailUrl}
          alt={alt}
          decoding="async"
          draggable={false}
          onError={fail}
        />
        <LabelBoxes item={item} classes={classes} />
      </div>
    </div>
  );
};
