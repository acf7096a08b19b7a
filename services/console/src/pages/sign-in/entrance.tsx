import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LogoMark } from '../../app/shell/logo';
import './entrance.css';

interface Props {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

/** The frame of what stands before the menu: signing in and the first password. */
export const Entrance = ({ title, text, children }: Props) => {
  const { t } = useTranslation();
  return (
    <main className="entrance">
      <title>{`${title} · ${t('title')}`}</title>
      <Stack w="100%" maw={400} gap="xl">
        <Stack align="center" gap="sm">
          <LogoMark size={52} />
          <Title order={1} ta="center">
            {title}
          </Title>
          <Text c="dimmed" size="sm" ta="center">
            {text}
          </Text>
        </Stack>
        <Paper withBorder radius="lg" p="xl" shadow="sm">
          {children}
        </Paper>
      </Stack>
    </main>
  );
};
