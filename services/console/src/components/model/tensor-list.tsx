import { Code } from '@mantine/core';
import type { ModelTensor } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';

/** Inputs or outputs of a graph: names, types, sizes. */
export const TensorList = ({ tensors }: { readonly tensors: readonly ModelTensor[] }) => {
  const { t } = useTranslation();
  return tensors.map(({ name, type, shape }) => (
    <div key={name} className="wrap-anywhere">
      <Code>{name}</Code>{' '}
      <span className="mono">
        {type} [{shape.map((size) => (size < 0 ? t('models.card.any') : size)).join(', ')}]
      </span>
    </div>
  ));
};
