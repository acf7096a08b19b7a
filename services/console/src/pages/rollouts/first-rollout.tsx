import { Button, Text } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { FirstSteps } from '../../components/first-steps';

const steps = ['choose', 'watch', 'goOn'] as const;

/** No rollout yet: how one goes, and its first step. */
export const FirstRollout = ({ mayManage }: { readonly mayManage: boolean }) => {
  const { t } = useTranslation();
  return (
    <FirstSteps
      title={t('rollouts.first.title')}
      text={t('rollouts.first.text')}
      label={t('rollouts.first.steps.label')}
      steps={steps.map((step) => ({
        title: t(`rollouts.first.steps.${step}.title`),
        text: t(`rollouts.first.steps.${step}.text`),
      }))}
    >
      {mayManage ? (
        <Button component={Link} to="/rollouts/new" size="md" leftSection={<IconRocket size={18} />}>
          {t('rollouts.list.plan')}
        </Button>
      ) : (
        <Text size="sm">{t('rollouts.first.ask')}</Text>
      )}
    </FirstSteps>
  );
};
