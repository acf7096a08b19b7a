import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Navigate, useParams } from 'react-router';
import { usePermissions } from '../../api/use-permissions';
import { lazily } from '../../components/lazily';
import { PageHeader } from '../../components/page-header';
import { ChannelTabs } from './channel-tabs';

const ChannelDialog = lazily(async () => (await import('./form/channel-dialog')).ChannelDialog);

/** Where summaries and notifications go, and what became of them. Channels are for those who manage them. */
export const ChannelsPage = () => {
  const { t } = useTranslation();
  const { tab } = useParams();
  const mayManage = usePermissions()('channels:manage');
  const [adding, { open, close }] = useDisclosure();
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {t('channels.add')}
    </Button>
  );
  if (!mayManage && tab !== 'deliveries') return <Navigate to="/channels/deliveries" replace />;
  return (
    <>
      <PageHeader title={t('channels.title')} text={t('channels.text')} actions={mayManage && add} />
      <ChannelTabs mayManage={mayManage} />
      {adding && <ChannelDialog onClose={close} />}
    </>
  );
};
