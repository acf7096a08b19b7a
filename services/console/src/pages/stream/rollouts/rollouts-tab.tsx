import { Button, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconRocket } from '@tabler/icons-react';
import type { StoredTemplate } from '@tutti/contracts/deployment';
import type { Stream } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { useRolloutTemplate } from '../../../api/rollout-templates';
import { useRollouts } from '../../../api/rollouts';
import { usePermissions } from '../../../api/use-permissions';
import { EmptyState } from '../../../components/empty-state';
import { Loaded } from '../../../components/loaded';
import { LoadMore } from '../../../components/load-more';
import { RolloutTable } from '../../../components/rollout/rollout-table';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { Section } from '../../../components/section';
import { useShownStream } from '../use-shown-stream';
import { BackToEarlier } from './back-to-earlier';
import { TemplateForm } from './template-form';

interface Props {
  readonly stream: Stream;
  readonly stored: StoredTemplate | null;
}

const Template = ({ stream, stored }: Props) => {
  const { t } = useTranslation();
  const mayManage = usePermissions()('deployments:manage');
  const [beginning, { open, close }] = useDisclosure();
  if (stored || beginning)
    return <TemplateForm stream={stream} stored={stored} mayManage={mayManage} onClose={close} />;
  return (
    <Paper withBorder radius="lg">
      <EmptyState
        icon={<IconRocket size={24} />}
        title={t('rolloutPlan.template.noneTitle')}
        text={t('rolloutPlan.template.noneText')}
      >
        {mayManage && (
          <Button mt="sm" onClick={open}>
            {t('rolloutPlan.template.add')}
          </Button>
        )}
      </EmptyState>
    </Paper>
  );
};

const Latest = ({ stream: { id } }: Pick<Props, 'stream'>) => {
  const { t } = useTranslation();
  const query = useRollouts({ q: `streamId==${id}`, pageSize: 10 });
  return (
    <Section
      title={t('rolloutPlan.template.latest')}
      actions={<BackToEarlier rollouts={query.data?.pages.flatMap(({ items }) => items) ?? []} />}
    >
      <Loaded query={query} skeleton={<RowsSkeleton rows={2} />}>
        {({ pages }) => {
          const rollouts = pages.flatMap(({ items }) => items);
          return rollouts.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('rolloutPlan.template.noRollouts')}
            </Text>
          ) : (
            <RolloutTable rollouts={rollouts} />
          );
        }}
      </Loaded>
      <LoadMore query={query} />
    </Section>
  );
};

/** How the stream's models reach devices: by themselves, or by whom and when they did. */
export const RolloutsTab = () => {
  const { stream } = useShownStream();
  const query = useRolloutTemplate(stream.id);
  return (
    <Stack gap="md">
      <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={88} />}>
        {(stored) => <Template stream={stream} stored={stored} />}
      </Loaded>
      <Latest stream={stream} />
    </Stack>
  );
};
