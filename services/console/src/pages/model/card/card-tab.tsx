import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { Model } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { GateView } from '../../../components/model/gate-view';
import { MetricsTable } from '../../../components/model/metrics-table';
import { modelName } from '../../../components/model/model-name';
import { Section } from '../../../components/section';
import { StreamAliases } from '../aliases/stream-aliases';
import { ModelFacts } from './model-facts';
import { ModelTensors } from './model-tensors';
import { VariantTable } from './variant-table';

const Metrics = ({ model }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const { metrics, baseline, origin } = model;
  if (metrics === null)
    return (
      <Text size="sm" c="dimmed">
        {t('models.metrics.none')}
      </Text>
    );
  return (
    <Stack gap="xs">
      <MetricsTable name={modelName(model)} metrics={metrics} baseline={baseline?.metrics ?? null} />
      {baseline === null && origin.kind === 'run' && (
        <Text size="sm" c="dimmed">
          {t('models.metrics.noBaseline')}
        </Text>
      )}
    </Stack>
  );
};

/** The model card: all that one needs to know before giving it to a device. */
export const CardTab = ({ model }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const { gate, labels, variants, streamId } = model;
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
      <Stack gap="md" miw={0}>
        <Section title={t('models.gate.title')}>
          {gate === null ? (
            <Text size="sm" c="dimmed">
              {t('models.gate.none')}
            </Text>
          ) : (
            <GateView gate={gate} labels={labels} />
          )}
        </Section>
        <Section title={t('models.metrics.title')}>
          <Metrics model={model} />
        </Section>
        {variants.length > 0 && <VariantTable model={model} />}
      </Stack>
      <Stack gap="md" miw={0}>
        <ModelFacts model={model} />
        {streamId !== null && <StreamAliases model={model} streamId={streamId} />}
        <ModelTensors signature={model.signature} />
      </Stack>
    </SimpleGrid>
  );
};
