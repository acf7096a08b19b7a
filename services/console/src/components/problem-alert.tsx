import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { problemText } from './problem-text';

interface Props {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong, in the server's words, with what to quote when reporting it. */
export const ProblemAlert = ({ error, onRetry }: Props) => {
  const { t, i18n } = useTranslation();
  const { title, detail, faults, code, traceId } = problemText(error, t, i18n.language);
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      title={title}
      icon={<IconAlertCircle />}
      bg="var(--mantine-color-body)"
    >
      <Stack gap="xs" align="flex-start">
        {detail !== '' && <Text size="sm">{detail}</Text>}
        {faults.length > 0 && (
          <List size="sm">
            {faults.map((fault) => (
              <List.Item key={fault}>{fault}</List.Item>
            ))}
          </List>
        )}
        {code !== undefined && (
          <Text size="xs" c="dimmed" className="wrap-anywhere">
            {t('problem.code')} <span className="mono">{code}</span>
            {traceId !== undefined && (
              <>
                {' · '}
                {t('problem.trace')} <span className="mono">{traceId}</span>
              </>
            )}
          </Text>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
};
