import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { FirstSteps } from '../../components/first-steps';

const steps = ['train', 'judge', 'improve'] as const;

/** No stream yet: what the loop is, and its first step. */
export const FirstStream = ({ mayManage }: { readonly mayManage: boolean }) => {
  const { t } = useTranslation();
  return (
    <FirstSteps
      title={t('streams.first.title')}
      text={t('streams.first.text')}
      label={t('streams.first.steps.label')}
      steps={steps.map((step) => ({
        title: t(`streams.first.steps.${step}.title`),
        text: t(`streams.first.steps.${step}.text`),
      }))}
    >
      {mayManage ? (
        <Button component={Link} to="/streams/new" size="md" leftSection={<IconPlus size={18} />}>
          {t('streams.list.create')}
        </Button>
      ) : (
        <Text size="sm">{t('streams.first.ask')}</Text>
      )}
    </FirstSteps>
  );
};
