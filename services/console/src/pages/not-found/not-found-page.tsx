import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state';

export const NotFoundPage = () => {
  const { t } = useTranslation();
  return (
    <>
      <title>{`${t('notFound.title')} · ${t('title')}`}</title>
      <EmptyState
        icon={<IconMapOff size={24} />}
        order={1}
        title={t('notFound.title')}
        text={t('notFound.text')}
      >
        <Button component={Link} to="/" mt="sm">
          {t('notFound.home')}
        </Button>
      </EmptyState>
    </>
  );
};
