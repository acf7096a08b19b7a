import { Paper, Tabs } from '@mantine/core';
import type { Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { CommandList } from './commands/command-list';
import { TryPicture } from './commands/try-picture';
import { DeploymentsTab } from './deployments/deployments-tab';
import { DeviceResults } from './device-results';
import { FailureList } from './failure-list';
import { HistoryList } from './history-list';
import { useThen } from './past/past-context';
import { VitalsCharts } from './vitals-charts';

const tabs = ['results', 'models', 'try', 'vitals', 'failures', 'commands', 'history'] as const;
type Tab = (typeof tabs)[number];

const isTab = (text: string | undefined): text is Tab => tabs.some((tab) => tab === text);

const contents = {
  results: DeviceResults,
  models: DeploymentsTab,
  try: TryPicture,
  vitals: VitalsCharts,
  failures: FailureList,
  commands: CommandList,
  history: HistoryList,
} as const satisfies Readonly<Record<Tab, React.ComponentType<{ readonly device: Device }>>>;

/** A device in the past is told nothing. */
const ofThePast: readonly Tab[] = ['results', 'vitals', 'failures', 'history'];

/** What the device does and did; the tab is part of the address. */
export const EdgeTabs = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { tab } = useParams();
  const offered = useThen() === null ? tabs : ofThePast;
  const shown = isTab(tab) && offered.includes(tab) ? tab : 'results';
  const Content = contents[shown];
  const go = (to: string | null): void => {
    const pathname = `/edges/${device.id}${to === 'results' ? '' : `/${to}`}`;
    void navigate({ pathname, search }, { replace: true });
  };
  return (
    <Paper withBorder radius="lg" p="lg" pt="sm">
      <Tabs value={shown} onChange={go}>
        <Tabs.List aria-label={t('edge.tabs.label')} mb="lg">
          {offered.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`edge.tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {offered.map((one) => (
          <Tabs.Panel key={one} value={one}>
            {one === shown && <Content device={device} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Paper>
  );
};
