import { Group, Paper, Text, Title, type PaperProps } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface Props extends PaperProps {
  readonly title: string;
  readonly aside?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A card with a heading: a landmark by its own name. */
export const Section = ({ title, aside, actions, children, ...paper }: Props) => {
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} withBorder radius="lg" p="lg" {...paper}>
      <Group justify="space-between" mb="md" gap="xs" mih={28}>
        <Group gap={8} align="baseline">
          <Title order={2} id={id} fz="sm" fw={600}>
            {title}
          </Title>
          {aside !== undefined && (
            <Text size="xs" c="dimmed">
              {aside}
            </Text>
          )}
        </Group>
        {actions}
      </Group>
      {children}
    </Paper>
  );
};
