import { Anchor, Text } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import type { WorstExample } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { exampleUrl } from '../../../api/models';
import { useLoading } from '../../../components/label/use-loading';
import { rectangleOf } from '../../../components/result/box-geometry';
import { useFormat } from '../../../i18n/use-format';
import '../../../components/result/prediction-picture.css';
import './example-picture.css';

type Said = WorstExample['truth'] | WorstExample['predicted'];

const Boxes = ({ said, what }: { readonly said: Said; readonly what: 'truth' | 'predicted' }) => {
  if (!('boxes' in said)) return null;
  return said.boxes.map(({ box }, index) => {
    const rectangle = rectangleOf(box);
    return (
      rectangle && (
        <g key={index}>
          <rect {...rectangle} className="picture-halo" />
          <rect {...rectangle} className={`example-${what}`} />
        </g>
      )
    );
  });
};

/** One side of an example in words: each class and how often; how sure where there is one answer. */
const useSaid = (nameOf: (key: string) => string): ((said: Said) => string) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (said) => {
    if ('key' in said) {
      const score = 'score' in said ? ` ${format.percent(said.score)}` : '';
      return `${nameOf(said.key)}${score}`;
    }
    if (said.boxes.length === 0) return t('models.examples.nothing');
    const byClass = Map.groupBy(said.boxes, ({ key }) => key);
    return [...byClass]
      .map(([key, all]) => (all.length === 1 ? nameOf(key) : `${all.length} × ${nameOf(key)}`))
      .join(', ');
  };
};

interface Props {
  readonly modelId: string;
  readonly example: WorstExample;
  readonly nameOf: (key: string) => string;
}

/** Pictures up to this size would be blurred by making them larger. */
const small = 96;

const Picture = ({ modelId, example, alt }: Omit<Props, 'nameOf'> & { readonly alt: string }) => {
  const { t } = useTranslation();
  const { failed, fail } = useLoading();
  const [shape, setShape] = useState<{ readonly ratio: number; readonly small: boolean }>();
  if (failed)
    return (
      <div className="picture" role="img" aria-label={t('models.examples.gone')}>
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
          src={exampleUrl(modelId, example.thumbnail.digest)}
          alt={alt}
          loading="lazy"
          decoding="async"
          onError={fail}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setShape({
              ratio: naturalWidth / naturalHeight,
              small: Math.max(naturalWidth, naturalHeight) <= small,
            })
          }
        />
        <svg className="picture-boxes" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <Boxes said={example.truth} what="truth" />
          <Boxes said={example.predicted} what="predicted" />
        </svg>
      </div>
    </div>
  );
};

/** A picture that the model got wrong, with the truth and what was predicted. */
export const ExamplePicture = ({ modelId, example, nameOf }: Props) => {
  const { t } = useTranslation();
  const said = useSaid(nameOf);
  const { truth, predicted, fileName, itemId, datasetId } = example;
  const words = { truth: said(truth), predicted: said(predicted) };
  const alt = t('models.examples.alt', { ...words, name: fileName ?? t('models.examples.unnamed') });
  return (
    <figure className="example">
      <Picture modelId={modelId} example={example} alt={alt} />
      <figcaption>
        <Text size="xs" className="wrap-anywhere">
          <Text span c="dimmed" size="xs">
            {t('models.examples.truth')}
          </Text>{' '}
          {words.truth}
        </Text>
        <Text size="xs" className="wrap-anywhere" c="var(--tutti-bad)">
          <Text span c="dimmed" size="xs">
            {t('models.examples.predicted')}
          </Text>{' '}
          {words.predicted}
        </Text>
        {itemId !== null && datasetId !== null && (
          <Anchor component={Link} to={`/datasets/${datasetId}?item=${itemId}`} size="xs">
            {t('models.examples.item')}
          </Anchor>
        )}
      </figcaption>
    </figure>
  );
};
