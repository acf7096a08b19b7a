import type { Label } from '@tutti/contracts/datasets';
import { IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import '../../../components/chart/bar-list.css';
import { useLabelWords, type ClassNames } from './label-words';
import './labelled-picture.css';

/** Up to this size blurring a picture up would hide what is in it. */
const small = 96;

interface Shown {
  readonly id: string;
  readonly fileName: string | null;
  readonly width: number;
  readonly height: number;
}

interface Props {
  readonly item: Shown;
  readonly label: Label;
  readonly names: ClassNames;
}

const Boxes = ({ item, label, names }: Props) => {
  if (!('boxes' in label)) return null;
  return (
    <svg viewBox={`0 0 ${item.width} ${item.height}`} preserveAspectRatio="none" aria-hidden="true">
      {label.boxes.map(({ classKey, x, y, w, h }, index) => (
        <g key={index}>
          <rect className="halo" x={x} y={y} width={w} height={h} />
          <rect x={x} y={y} width={w} height={h} stroke={names.get(classKey)?.colour ?? '#fff'} />
        </g>
      ))}
    </svg>
  );
};

/** A picture with what a label says of it, drawn in and in words. */
export const LabelledPicture = ({ item, label, names }: Props) => {
  const { t } = useTranslation();
  const words = useLabelWords(names)(label);
  const [failed, setFailed] = useState(false);
  const { id, fileName, width, height } = item;
  const colour = 'classKey' in label ? names.get(label.classKey)?.colour : undefined;
  return (
    <figure className="labelled">
      <div className="labelled-frame">
        {failed ? (
          <IconPhotoOff size={24} aria-hidden="true" />
        ) : (
          <div
            className="labelled-inner"
            style={{ '--ratio': width / height } as React.CSSProperties}
            data-small={Math.max(width, height) <= small ? '' : undefined}
          >
            <img
              src={`/api/v1/items/${id}/thumbnail`}
              alt={t('versions.pictures.alt', {
                name: fileName ?? t('versions.pictures.unnamed'),
                label: words,
              })}
              loading="lazy"
              decoding="async"
              onError={() => setFailed(true)}
            />
            <Boxes item={item} label={label} names={names} />
          </div>
        )}
      </div>
      <figcaption className="labelled-words" title={words}>
        {colour !== undefined && (
          <span className="bars-dot" style={{ background: colour }} aria-hidden="true" />
        )}
        <span>{words}</span>
      </figcaption>
    </figure>
  );
};
