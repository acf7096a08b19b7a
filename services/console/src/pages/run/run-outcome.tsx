import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { Run } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useModel } from '../../api/models';
import { GateView } from '../../components/model/gate-view';
import { MetricsTable } from '../../components/model/metrics-table';
import { Section } from '../../components/section';

/** What a run left: how good it is beside the model before it, and whether it may be deployed. */
export const RunOutcome = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const { state, metrics, baseline, gate, modelId } = run;
  // The names of the classes; until it is registered a class goes by its key.
  const { data: model } = useModel(modelId ?? undefined);
  if (state !== 'succeeded' || metrics === null) return null;
  return (
    <Section
      title={t('runs.done.title')}
      actions={
        modelId === null ? (
          <Text size="sm" c="dimmed" role="status">
            {t('runs.done.preparing')}
          </Text>
        ) : (
          <Button
            component={Link}
            to={`/models/${modelId}`}
            rightSection={<IconArrowRight size={16} aria-hidden="true" />}
          >
            {t('runs.done.open')}
          </Button>
        )
      }
    >
      <Group align="flex-start" gap="xl">
        <div style={{ flex: '1 1 320px', minWidth: 0 }}>
          <MetricsTable
            name={run.streamName ?? t('runs.deletedStream')}
            metrics={metrics}
            baseline={baseline}
          />
        </div>
        <Stack style={{ flex: '1 1 280px', minWidth: 0 }}>
          {gate && <GateView gate={gate} {...(model && { labels: model.labels })} />}
        </Stack>
      </Group>
    </Section>
  );
};
