import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigate } from 'react-router';
import type { ShownDataset } from './use-shown-dataset';

const tabs = ['pictures', 'classes', 'versions', 'imports', 'about'] as const;
type Tab = (typeof tabs)[number];
const isTab = (text: string): text is Tab => tabs.some((tab) => tab === text);

/** The tab is part of the address: `/datasets/:id/versions/3` belongs to `versions`. */
const tabOf = (pathname: string): Tab => {
  const [, , , tab = ''] = pathname.split('/');
  return isTab(tab) ? tab : 'pictures';
};

export const DatasetTabs = ({ shown }: { readonly shown: ShownDataset }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const current = tabOf(useLocation().pathname);
  const root = `/datasets/${shown.dataset.id}`;
  return (
    <Tabs
      value={current}
      onChange={(to) => void navigate(to === 'pictures' ? root : `${root}/${to}`)}
      keepMounted={false}
    >
      <Tabs.List aria-label={t('datasets.tabs.label')} mb="lg">
        {tabs.map((tab) => (
          <Tabs.Tab key={tab} value={tab}>
            {t(`datasets.tabs.${tab}`)}
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
