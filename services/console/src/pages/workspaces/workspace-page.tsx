import { Anchor, Button, Group, NativeSelect, Stack } from '@mantine/core';
import { IconArrowLeft, IconBuildings } from '@tabler/icons-react';
import type { WorkspaceDay } from '@tutti/contracts/summary';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { problemStatus } from '../../api/problem-error';
import { usePermissions } from '../../api/use-permissions';
import { useWorkspaceDays, useWorkspaces } from '../../api/workspaces';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { LoadMore } from '../../components/load-more';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { Section } from '../../components/section';
import { DayFigures } from '../../components/summary/day-figures';
import { DayTrend } from '../../components/summary/day-trend';
import { dayText } from '../../lib/calendar';
import { useQueryState } from '../../lib/use-query-state';
import { RemoveWorkspace, RenewKey } from './key-dialogs';

const BackToWorkspaces = () => {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/workspaces" size="sm" c="dimmed">
      <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('workspaces.back')}
    </Anchor>
  );
};

const Actions = ({ name }: { readonly name: string }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'key' | 'removal'>();
  const close = (): void => setAsking(undefined);
  return (
    <Group gap="xs">
      <Button variant="default" onClick={() => setAsking('key')}>
        {t('workspaces.key.renew')}
      </Button>
      <Button variant="default" onClick={() => setAsking('removal')}>
        {t('workspaces.remove.open')}
      </Button>
      {asking === 'key' && <RenewKey name={name} onClose={close} />}
      {asking === 'removal' && (
        <RemoveWorkspace name={name} onClose={close} onRemoved={() => void navigate('/workspaces')} />
      )}
    </Group>
  );
};

const Days = ({ days }: { readonly days: readonly WorkspaceDay[] }) => {
  const { t, i18n } = useTranslation();
  const [{ day }, change] = useQueryState({ day: '' });
  const shown = days.find(({ date }) => date === day) ?? days[0];
  if (!shown)
    return (
      <EmptyState
        icon={<IconBuildings size={24} />}
        title={t('workspaces.noDays')}
        text={t('workspaces.noDaysText')}
      />
    );
  return (
    <Stack gap="md">
      {days.length > 1 && (
        <Section title={t('summaries.list.trend')}>
          <DayTrend days={days.map(({ date, figures }) => ({ date, ...figures.inference }))} />
        </Section>
      )}
      <NativeSelect
        label={t('workspaces.day')}
        maw={280}
        value={shown.date}
        data={days.map(({ date, soFar }) => {
          const label = dayText(date, i18n.language, 'full');
          return { value: date, label: soFar ? `${label} · ${t('summaries.day.soFar')}` : label };
        })}
        onChange={(event) => change({ day: event.currentTarget.value })}
      />
      <DayFigures figures={shown.figures} timeZone={shown.timeZone} own={false} />
    </Stack>
  );
};

/** What one workspace says of its days. */
export const WorkspacePage = () => {
  const { t } = useTranslation();
  const { name = '' } = useParams();
  const mayManage = usePermissions()('summaries:manage');
  const query = useWorkspaceDays(name);
  const added = useWorkspaces().data?.find((one) => one.name === name);
  if ([400, 404].includes(problemStatus(query.error) ?? 0))
    return (
      <EmptyState icon={<IconBuildings size={24} />} order={1} title={t('workspaces.notFound')}>
        <BackToWorkspaces />
      </EmptyState>
    );
  return (
    <>
      <PageHeader
        title={name}
        above={<BackToWorkspaces />}
        text={
          added?.consoleAt !== null &&
          added !== undefined && (
            <Anchor href={added.consoleAt} target="_blank" rel="noreferrer" size="sm">
              {t('workspaces.list.console')}
            </Anchor>
          )
        }
        actions={mayManage && added && <Actions name={name} />}
      />
      <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={96} />}>
        {({ pages }) => <Days days={pages.flatMap(({ items }) => items)} />}
      </Loaded>
      <LoadMore query={query} />
    </>
  );
};
