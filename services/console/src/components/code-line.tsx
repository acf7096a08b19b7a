import { Code, Group, Stack, Text } from '@mantine/core';
import { CopyButton } from './copy-button';

interface Props {
  readonly label: string;
  readonly copyLabel: string;
  readonly text: string;
}

/** A text to be copied whole: a click selects it, for browsers that do not let us copy. */
export const CodeLine = ({ label, copyLabel, text }: Props) => (
  <Stack gap={6}>
    <Group justify="space-between" align="flex-end">
      <Text size="sm" fw={500}>
        {label}
      </Text>
      <CopyButton text={text} label={copyLabel} />
    </Group>
    <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', userSelect: 'all' }} p="sm">
      {text}
    </Code>
  </Stack>
);
