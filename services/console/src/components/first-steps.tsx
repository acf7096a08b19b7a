import { Center, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import './first-steps.css';

interface Step {
  readonly title: string;
  readonly text: string;
}

interface Props {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly steps: readonly Step[];
  /** The first thing to do, or whom to ask. */
  readonly children: ReactNode;
}

/** Nothing here yet: how it goes, and its first step. */
export const FirstSteps = ({ title, text, label, steps, children }: Props) => (
  <Paper withBorder radius="lg" p="xl">
    <Stack gap="lg" maw={860} mx="auto" py="md">
      <Stack gap={4} ta="center">
        <Title order={2} size="h2">
          {title}
        </Title>
        <Text c="dimmed" size="sm">
          {text}
        </Text>
      </Stack>
      <ol className="loop-steps" aria-label={label}>
        {steps.map((step, index) => (
          <li key={step.title}>
            <Text fw={600} size="sm" mb={6} component="div">
              <span className="loop-number" aria-hidden="true">
                {index + 1}
              </span>
              {step.title}
            </Text>
            <Text size="sm" c="dimmed">
              {step.text}
            </Text>
          </li>
        ))}
      </ol>
      <Center>{children}</Center>
    </Stack>
  </Paper>
);
