import { VisuallyHidden } from '@mantine/core';
import { IconCheck, IconEyeCheck, IconInfoCircle } from '@tabler/icons-react';
import type { Item } from '@tutti/contracts/datasets';
import { memo, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ItemPicture } from '../../../components/label/item-picture';
import { ItemState } from '../../../components/label/item-state';
import type { Classes } from '../../../components/label/label-boxes';
import { LabelChips } from '../../../components/label/label-chips';
import { useFormat } from '../../../i18n/use-format';
import { nameOf } from './item-name';
import './picture-tile.css';

interface Props {
  readonly item: Item;
  readonly classes: Classes;
  /** In the list, from 0. */
  readonly index: number;
  readonly column: number;
  readonly width: number;
  readonly chosen: boolean;
  /** The one that the tabulator key leads to. */
  readonly current: boolean;
  /** False where pictures are too small for words. */
  readonly below: boolean;
  readonly onPress: (index: number, event: MouseEvent) => void;
  readonly onOpen: (id: string) => void;
}

const Below = ({ item: { state, score, review } }: { readonly item: Item }) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="tile-below">
      <ItemState state={state} />
      {review?.verdict === 'accepted' && <IconEyeCheck size={14} aria-label={t('pictures.reviewed')} />}
      {score !== null && <span className="num">{format.percent(score)}</span>}
    </div>
  );
};

/** One picture of the grid: what is in it, what is said of it, how sure the model was. */
export const PictureTile = memo(function PictureTile(props: Props) {
  const { item, classes, index, column, width, chosen, current, below, onPress, onOpen } = props;
  const { t } = useTranslation();
  return (
    <div
      role="gridcell"
      className="tile"
      style={{ width }}
      aria-selected={chosen}
      aria-colindex={column + 1}
      tabIndex={current ? 0 : -1}
      data-index={index}
      data-item={item.id}
      data-state={item.state}
      onClick={(event) => onPress(index, event)}
    >
      <div className="tile-frame">
        <ItemPicture item={item} classes={classes} alt={nameOf(item)} />
        <div className="tile-chips">
          <LabelChips item={item} classes={classes} />
        </div>
      </div>
      <span className="tile-check" aria-hidden="true">
        {chosen && <IconCheck size={14} stroke={3} />}
      </span>
      {below ? <Below item={item} /> : <VisuallyHidden>{t(`pictures.state.${item.state}`)}</VisuallyHidden>}
      <button
        type="button"
        className="tile-open"
        tabIndex={-1}
        aria-label={t('pictures.details')}
        onClick={(event) => {
          event.stopPropagation();
          onOpen(item.id);
        }}
      >
        <IconInfoCircle size={16} aria-hidden="true" />
      </button>
    </div>
  );
});
