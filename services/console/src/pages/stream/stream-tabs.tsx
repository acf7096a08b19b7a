import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigate } from 'react-router';
import type { ShownStream } from './use-shown-stream';

const tabs = ['overview', 'models', 'rollouts', 'trigger', 'settings', 'about'] as const;
type Tab = (typeof tabs)[number];
const isTab = (text: string): text is Tab => tabs.some((tab) => tab === text);

/** The tab is part of the address. */
const tabOf = (pathname: string): Tab => {
  const [, , , tab = ''] = pathname.split('/');
  return isTab(tab) ? tab : 'overview';
};

export const StreamTabs = ({ shown }: { readonly shown: ShownStream }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const current = tabOf(useLocation().pathname);
  const root = `/streams/${shown.stream.id}`;
  return (
    <Tabs
      value={current}
      onChange={(to) => void navigate(to === 'overview' ? root : `${root}/${to}`)}
      keepMounted={false}
    >
      <Tabs.List aria-label={t('stream.tabs.label')} mb="lg">
        {tabs.map((tab) => (
          <Tabs.Tab key={tab} value={tab}>
            {t(`stream.tabs.${tab}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab} value={tab}>
          {tab === current && <Outlet context={shown} />}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
};
