import { Text } from '@mantine/core';
import { IconCircleCheck, IconHandStop } from '@tabler/icons-react';
import type { GateVerdict } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';

/** Whether a model may be deployed, in two words. */
export const GateMark = ({ gate }: { readonly gate: GateVerdict | null }) => {
  const { t } = useTranslation();
  if (gate === null) return null;
  const Mark = gate.passes ? IconCircleCheck : IconHandStop;
  return (
    <Text size="xs" fw={600} c={gate.passes ? 'var(--tutti-good)' : 'var(--tutti-warn)'}>
      <Mark size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} />{' '}
      {t(gate.passes ? 'training.gate.passed' : 'training.gate.held')}
    </Text>
  );
};
