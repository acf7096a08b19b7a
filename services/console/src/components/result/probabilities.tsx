import { Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';

const shown = 6;

interface Props {
  readonly of: Readonly<Record<string, number>>;
  /** What people call a class of the model; its own word for it when absent. */
  readonly nameOf?: (label: string) => string;
}

/** The classes that the model thought of, likeliest first. */
export const Probabilities = ({ of, nameOf = (label) => label }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const likeliest = Object.entries(of)
    .sort(([, a], [, b]) => b - a)
    .slice(0, shown);
  if (likeliest.length === 0) return null;
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {t('edge.results.probabilities')}
      </Text>
      {likeliest.map(([label, share]) => (
        <Group key={label} gap="sm" wrap="nowrap">
          <Text size="sm" w={88} truncate title={nameOf(label)}>
            {nameOf(label)}
          </Text>
          <Progress value={share * 100} flex={1} size="sm" aria-label={nameOf(label)} />
          <Text size="sm" w={52} ta="end" className="num">
            {format.percent(share, 1)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
};
