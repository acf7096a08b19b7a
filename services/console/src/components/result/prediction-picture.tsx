import type { Inference } from '@tutti/contracts/devices';
import { IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { rectangleOf, tagPlace } from './box-geometry';
import './prediction-picture.css';

type Box = Inference['boxes'][number];

const Boxes = ({ boxes, tagged }: { readonly boxes: readonly Box[]; readonly tagged: boolean }) => {
  const format = useFormat();
  const drawn = boxes.flatMap((box) => {
    const rectangle = rectangleOf(box.box);
    return rectangle ? [{ ...box, rectangle }] : [];
  });
  return (
    <>
      <svg className="picture-boxes" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {drawn.map(({ rectangle }, index) => (
          <g key={index}>
            <rect {...rectangle} className="picture-halo" />
            <rect {...rectangle} />
          </g>
        ))}
      </svg>
      {tagged &&
        drawn.map(({ rectangle, label, score }, index) => {
          const { left, top, above } = tagPlace(rectangle);
          return (
            <span
              key={index}
              className="picture-tag"
              style={{ left, top, transform: above ? 'translateY(-100%)' : undefined }}
              aria-hidden="true"
            >
              {label} {format.percent(score)}
            </span>
          );
        })}
    </>
  );
};

const isSmall = (image: HTMLImageElement): boolean => image.naturalWidth <= 96;

interface Props {
  readonly result: Pick<Inference, 'imageUrl' | 'inputFile' | 'label' | 'boxes'>;
  /** With the names of the boxes: where there is room to read them. */
  readonly tagged?: boolean;
}

/** What the model saw, in its own proportions, with what it found drawn in. */
export const PredictionPicture = ({ result, tagged = false }: Props) => {
  const { t } = useTranslation();
  const [shape, setShape] = useState<{ readonly ratio: number; readonly small: boolean }>();
  const [failed, setFailed] = useState(false);
  const { imageUrl, inputFile, label, boxes } = result;
  if (imageUrl === null || failed)
    return (
      <div className="picture" role="img" aria-label={t('edge.results.noPicture')}>
        <IconPhotoOff size={24} aria-hidden="true" />
      </div>
    );
  return (
    <div className="picture">
      <div
        className="picture-frame"
        style={{ '--ratio': shape?.ratio ?? 1 } as React.CSSProperties}
        data-small={shape?.small === true ? '' : undefined}
      >
        <img
          src={imageUrl}
          alt={t('edge.results.picture', { file: inputFile, label })}
          decoding="async"
          onError={() => setFailed(true)}
          onLoad={({ currentTarget }) =>
            setShape({
              ratio: currentTarget.naturalWidth / currentTarget.naturalHeight,
              small: isSmall(currentTarget),
            })
          }
        />
        {boxes.length > 0 && <Boxes boxes={boxes} tagged={tagged} />}
      </div>
    </div>
  );
};
