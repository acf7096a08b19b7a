import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ChannelList } from './channel-list';
import { DeliveryList } from './deliveries/delivery-list';

const tabs = ['channels', 'deliveries'] as const;
const contents = { channels: ChannelList, deliveries: DeliveryList } as const;

export const ChannelTabs = ({ mayManage }: { readonly mayManage: boolean }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const shown = useParams()['tab'] === 'deliveries' ? 'deliveries' : 'channels';
  const Content = contents[shown];
  return (
    <Tabs
      value={shown}
      onChange={(to) => void navigate(to === 'deliveries' ? '/channels/deliveries' : '/channels')}
    >
      <Tabs.List aria-label={t('channels.tabs.label')} mb="lg">
        {tabs
          .filter((tab) => mayManage || tab === 'deliveries')
          .map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {t(`channels.tabs.${tab}`)}
            </Tabs.Tab>
          ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab} value={tab}>
          {tab === shown && <Content />}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
};
