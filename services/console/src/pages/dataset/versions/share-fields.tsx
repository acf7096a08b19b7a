import { Group, Input, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../components/choice';
import { useFormat } from '../../../i18n/use-format';
import { isSamePercent, ratios, shareFault, sumOf, type Percent } from './freeze-values';
import { SplitBar } from './split-bar';
import { splits } from './splits';

interface Props {
  readonly value: Percent;
  readonly onChange: (value: Percent) => void;
}

const Fault = ({ value }: { readonly value: Percent }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const fault = shareFault(value);
  if (!fault) return null;
  return (
    <Text size="sm" c="var(--mantine-color-error)" role="alert">
      {fault === 'sum'
        ? t('versions.freeze.sumWrong', { sum: format.number(sumOf(value), 1) })
        : t('versions.freeze.trainEmpty')}
    </Text>
  );
};

const own = 'own';

/** How many of the pictures go into each part. */
export const ShareFields = ({ value, onChange }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const known = ratios.findIndex((ratio) => isSamePercent(ratio, value));
  const [isOwn, setOwn] = useState(known < 0);
  const chosen = isOwn || known < 0 ? own : String(known);
  const choose = (choice: string): void => {
    setOwn(choice === own);
    const ratio = ratios[Number(choice)];
    if (ratio) onChange(ratio);
  };
  return (
    <Input.Wrapper label={t('versions.freeze.shares')} labelElement="div">
      <Stack gap="xs" mt={4}>
        <Choice
          label={t('versions.freeze.shares')}
          value={chosen}
          onChange={choose}
          data={[
            ...ratios.map((ratio, index) => ({
              value: String(index),
              label: t('versions.freeze.ratio', { ...ratio }),
            })),
            { value: own, label: t('versions.freeze.own') },
          ]}
        />
        {chosen === own && (
          <SimpleGrid cols={3} spacing="xs">
            {splits.map((split) => (
              <NumberInput
                key={split}
                label={t('versions.freeze.share', { part: t(`versions.split.${split}`) })}
                min={0}
                max={100}
                clampBehavior="strict"
                decimalScale={1}
                value={value[split]}
                onChange={(typed) => onChange({ ...value, [split]: Number(typed) || 0 })}
              />
            ))}
          </SimpleGrid>
        )}
        <Fault value={value} />
        <Group gap="xs" grow>
          <SplitBar parts={value} format={(percent) => format.percent(percent / 100, 1)} />
        </Group>
      </Stack>
    </Input.Wrapper>
  );
};
