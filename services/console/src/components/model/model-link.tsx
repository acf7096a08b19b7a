import { Anchor } from '@mantine/core';
import type { ModelReference } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

interface Props {
  readonly model: Omit<ModelReference, 'task'>;
  readonly size?: 'xs' | 'sm';
}

/** The model behind a prediction, by the digest of its file: the way back to what it was learned from. */
export const ModelLink = ({ model: { name, version, digest }, size = 'sm' }: Props) => {
  const { t } = useTranslation();
  return (
    <Anchor
      component={Link}
      to={`/models/by-digest/${digest}`}
      size={size}
      title={t('models.trace')}
      className="wrap-anywhere"
    >
      {name} {version}
    </Anchor>
  );
};
