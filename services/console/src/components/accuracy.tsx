import { Progress, Skeleton, Stack, Text } from '@mantine/core';
import type { InferenceRates } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format';
import { Facts } from './facts';
import { weightedMean } from './weighted-mean';

const Share = ({ total }: { readonly total: InferenceRates['total'] }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { correct, withTruth } = total;
  if (withTruth === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('overview.accuracy.unknown')}
      </Text>
    );
  const share = correct / withTruth;
  return (
    <div>
      <Text fz={40} fw={680} lh={1.1} className="num" style={{ letterSpacing: '-0.03em' }} data-accuracy>
        {format.percent(share, 1)}
      </Text>
      <Progress
        value={share * 100}
        color="var(--tutti-series-2)"
        size="sm"
        my={10}
        aria-label={t('overview.accuracy.title')}
      />
      <Text size="xs" c="dimmed" className="num">
        {t('overview.accuracy.detail', { correct: format.number(correct), known: format.number(withTruth) })}
      </Text>
    </div>
  );
};

/** How often the models were right where the truth is known, and how fast and how sure they were. */
export const Accuracy = ({ rates }: { readonly rates: InferenceRates | undefined }) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (!rates) return <Skeleton height={180} />;
  const { items, total } = rates;
  const mean = (pick: (item: InferenceRates['items'][number]) => number): number | undefined =>
    weightedMean(items.map((item) => [pick(item), item.count]));
  const latency = mean(({ meanLatencyMs }) => meanLatencyMs);
  const score = mean(({ meanScore }) => meanScore);
  return (
    <Stack gap="lg">
      <Share total={total} />
      <Facts
        facts={[
          [
            t('overview.accuracy.results'),
            <span key="n" className="num">
              {format.number(total.count)}
            </span>,
          ],
          [t('overview.accuracy.latency'), latency === undefined ? null : format.milliseconds(latency)],
          [t('overview.accuracy.score'), score === undefined ? null : format.percent(score, 1)],
        ]}
      />
    </Stack>
  );
};
