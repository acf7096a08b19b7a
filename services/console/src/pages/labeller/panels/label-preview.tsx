import type { Item, Label } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useLabeller } from '../labeller-context';

/** A small picture with the boxes of one label. */
export const LabelPreview = ({ item, label }: { readonly item: Item; readonly label: Label | null }) => {
  const { t } = useTranslation();
  const { allClasses } = useLabeller();
  const boxes = label && 'boxes' in label ? label.boxes : [];
  const { width, height } = item;
  return (
    <span className="lb-preview" style={{ aspectRatio: `${width} / ${height}` }}>
      <img src={item.thumbnailUrl} alt={t('labelling.boxes.pictures')} />
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {boxes.map(({ classKey, x, y, w, h }, index) => (
          <rect
            key={index}
            {...{ x, y, width: w, height: h }}
            style={{ stroke: allClasses.find(({ key }) => key === classKey)?.colour }}
          />
        ))}
      </svg>
    </span>
  );
};
