import { Text } from '@mantine/core';
import { IconDeviceCctv, IconFileZip, IconPhotoUp, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useShownDataset } from '../use-shown-dataset';
import './ways.css';

const ways = [
  ['pictures', IconPhotoUp],
  ['archive', IconFileZip],
  ['edges', IconDeviceCctv],
] as const satisfies readonly (readonly [string, Icon])[];

/** The ways by which pictures come into a dataset. */
export const Ways = () => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  return (
    <ul className="ways" aria-label={t('imports.add')}>
      {ways.map(([way, WayIcon]) => (
        <li key={way}>
          <Link className="way" to={`/datasets/${dataset.id}/imports/${way}`}>
            <WayIcon size={26} stroke={1.6} aria-hidden="true" />
            <span>
              <Text fw={600} size="sm" component="span" display="block">
                {t(`imports.ways.${way}.title`)}
              </Text>
              <Text size="sm" c="dimmed" component="span" display="block">
                {t(`imports.ways.${way}.text`)}
              </Text>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
};
