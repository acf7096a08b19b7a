import { Alert, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { ImportJob } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { ServerWords } from '../../../components/server-words';
import { adviceOn, failureTitle } from './failure-advice';

/** Why an import failed, and what to do about it. */
export const ImportFailure = ({ job: { failure } }: { readonly job: ImportJob }) => {
  const { t, i18n } = useTranslation();
  if (!failure) return null;
  const { code, message } = failure;
  const title = failureTitle(i18n.language, failure);
  return (
    <Alert
      color="red"
      variant="outline"
      bg="var(--mantine-color-body)"
      icon={<IconAlertCircle />}
      title={t('imports.failure.title', { title })}
    >
      {title !== message && <ServerWords size="sm">{message}</ServerWords>}
      <Text size="sm" fw={550} mt={6}>
        {t(`imports.failure.advice.${adviceOn(code)}`)}
      </Text>
    </Alert>
  );
};

/** The same where there is little room: the report says more. */
export const FailureLine = ({ job: { failure } }: { readonly job: ImportJob }) => {
  const { t, i18n } = useTranslation();
  if (!failure) return null;
  return (
    <div>
      <Text size="sm" c="var(--tutti-bad)">
        {failureTitle(i18n.language, failure)}
      </Text>
      <Text size="xs" c="dimmed">
        {t(`imports.failure.advice.${adviceOn(failure.code)}`)}
      </Text>
    </div>
  );
};
