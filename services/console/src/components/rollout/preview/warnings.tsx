import { Alert, List } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { RolloutPreview } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';

const known = ['gate-shut', 'never-judged', 'no-floor', 'busy', 'gives-way', 'offline', 'has-it'] as const;

/** A warning in the reader's language; one of a newer server in the server's words. */
const useWarningWords = (): ((warning: RolloutPreview['warnings'][number]) => string) => {
  const { t } = useTranslation();
  return ({ code, message }) => {
    const found = known.find((one) => one === code);
    // The server counts devices at the beginning of its sentence.
    return found ? t(`rolloutPlan.warning.${found}`, { count: Number.parseInt(message, 10) || 0 }) : message;
  };
};

/** What a person should know before. */
export const Warnings = ({ warnings }: Pick<RolloutPreview, 'warnings'>) => {
  const { t } = useTranslation();
  const words = useWarningWords();
  if (warnings.length === 0) return null;
  return (
    <Alert
      variant="light"
      color="orange"
      icon={<IconAlertTriangle />}
      title={t('rolloutPlan.preview.warnings')}
      p="sm"
    >
      <List size="sm">
        {warnings.map((warning) => (
          <List.Item key={warning.code} data-warning={warning.code}>
            {words(warning)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
};
