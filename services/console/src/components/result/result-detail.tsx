import { Anchor, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import type { Inference } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../dialog';
import { Link } from 'react-router';
import { useDeviceLabel } from '../../api/names';
import { useFormat } from '../../i18n/use-format';
import { shortId } from '../../lib/short';
import { Facts } from '../facts';
import { ModelLink } from '../model/model-link';
import { modelOf } from './model-of';
import { PredictionPicture } from './prediction-picture';
import { Probabilities } from './probabilities';
import { TruthMark } from './truth-mark';
import { WarningMark } from './warning-mark';

/** One result with all that is known about it. */
export const ResultDetail = ({
  result,
  onClose,
}: {
  readonly result: Inference;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useDeviceLabel(result.deviceId) ?? shortId(result.deviceId);
  const { truth, note } = result;
  return (
    <Dialog onClose={onClose} title={t('edge.results.detail')} size={760}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <PredictionPicture result={result} tagged />
        <Stack gap="md">
          <Group gap="xs">
            <Text fz={28} fw={700} lh={1.1} className="wrap-anywhere">
              {result.label}
            </Text>
            <WarningMark result={result} />
            <TruthMark result={result} />
          </Group>
          <Facts
            facts={[
              [t('edge.results.score'), format.percent(result.score, 1)],
              [t('edge.results.truthLabel'), truth ?? t('edge.results.unknownTruth')],
              [t('edge.results.latency'), format.milliseconds(result.latencyMs)],
              [t('edge.results.at'), format.exactTime(result.at)],
              [
                t('edge.results.device'),
                <Anchor key="device" component={Link} to={`/edges/${result.deviceId}`} size="sm">
                  {name}
                </Anchor>,
              ],
              [t('edge.results.model'), <ModelLink key="model" model={modelOf(result)} />],
              [t('edge.results.file'), result.inputFile],
              [t('edge.results.note'), note],
            ]}
          />
          <Probabilities of={result.probabilities} />
        </Stack>
      </SimpleGrid>
    </Dialog>
  );
};
