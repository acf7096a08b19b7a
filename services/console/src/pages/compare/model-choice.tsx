import { Button, Group, NativeSelect } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import type { Model } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { useModel, useModels } from '../../api/models';
import { modelName } from '../../components/model/model-name';

interface Chosen {
  readonly a: string;
  readonly b: string;
}

/** So many are offered; others are reached from their own page. */
const offered = 200;

/** The newest models, and those that are chosen already. */
const useOffered = ({ a, b }: Chosen): readonly Model[] => {
  const { data } = useModels({ pageSize: offered });
  const first = useModel(a === '' ? undefined : a).data;
  const second = useModel(b === '' ? undefined : b).data;
  const listed = data?.pages.flatMap(({ items }) => items) ?? [];
  const chosen = [first, second].filter((one) => one !== undefined);
  return [...new Map([...listed, ...chosen].map((one) => [one.id, one])).values()];
};

/** Which two are compared. */
export const ModelChoice = ({ a, b, onChange }: Chosen & { readonly onChange: (chosen: Chosen) => void }) => {
  const { t } = useTranslation();
  const models = useOffered({ a, b });
  const data = [
    { value: '', label: t('models.compare.choose') },
    ...models.map((model) => ({ value: model.id, label: modelName(model) })),
  ];
  return (
    <Group align="flex-end" gap="sm">
      {(['a', 'b'] as const).map((side) => (
        <NativeSelect
          key={side}
          label={t(`models.compare.${side}`)}
          style={{ flex: '1 1 220px' }}
          value={side === 'a' ? a : b}
          data={data}
          onChange={(event) => onChange({ a, b, [side]: event.currentTarget.value })}
        />
      ))}
      <Button
        variant="default"
        leftSection={<IconArrowsExchange size={16} />}
        onClick={() => onChange({ a: b, b: a })}
      >
        {t('models.compare.swap')}
      </Button>
    </Group>
  );
};
