import { Center, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
  /** 1 where it is the whole page. */
  readonly order?: 1 | 2;
}

/** Nothing here yet, and what to do about it. */
export const EmptyState = ({ icon, title, text, children, order = 2 }: Props) => (
  <Center py={48} px="md">
    <Stack align="center" gap="xs" maw={440} ta="center">
      <ThemeIcon size={48} radius="xl" variant="light" color="gray" aria-hidden="true">
        {icon}
      </ThemeIcon>
      <Title order={order} size="h2" mt="xs">
        {title}
      </Title>
      {text !== undefined && (
        <Text c="dimmed" size="sm">
          {text}
        </Text>
      )}
      {children}
    </Stack>
  </Center>
);
