import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly title: string;
  readonly text?: ReactNode;
  readonly actions?: ReactNode;
  readonly above?: ReactNode;
}

/** Heading of a page; it also names the browser's tab. */
export const PageHeader = ({ title, text, actions, above }: Props) => {
  const { t } = useTranslation();
  return (
    <Group component="header" justify="space-between" align="flex-end" mb="lg" gap="sm">
      <title>{`${title} · ${t('title')}`}</title>
      <Stack gap={4} miw={0}>
        {above}
        <Title order={1} className="wrap-anywhere">
          {title}
        </Title>
        {text !== undefined && (
          <Text c="dimmed" size="sm" component="div">
            {text}
          </Text>
        )}
      </Stack>
      {actions}
    </Group>
  );
};
