import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { CommandResult, DeviceCommand } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { commandBytes } from '../../../api/edge-commands';
import { Facts } from '../../../components/facts';
import { ModelLink } from '../../../components/model/model-link';
import { PredictionPicture } from '../../../components/result/prediction-picture';
import { Probabilities } from '../../../components/result/probabilities';
import { useFormat } from '../../../i18n/use-format';

interface Props {
  readonly command: DeviceCommand;
  readonly result: Extract<CommandResult, { kind: 'infer' }>;
}

/** What the edge's model says of the picture. */
export const PictureAnswer = ({ command, result }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { label, score, boxes, latencyMs, model, probabilities } = result;
  const imageUrl = commandBytes(command.id, 'picture');
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
      <PredictionPicture result={{ imageUrl, inputFile: t('commands.try.yours'), label, boxes }} tagged />
      <Stack gap="md">
        <Text fz={28} fw={700} lh={1.1} className="wrap-anywhere" data-answer="">
          {label}
        </Text>
        <Facts
          facts={[
            [t('edge.results.score'), format.percent(score, 1)],
            [t('edge.results.latency'), format.milliseconds(latencyMs)],
            [t('edge.results.model'), <ModelLink key="model" model={model} />],
            [t('commands.objects'), boxes.length > 0 && format.number(boxes.length)],
          ]}
        />
        <Probabilities of={probabilities} />
      </Stack>
    </SimpleGrid>
  );
};
